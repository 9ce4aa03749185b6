# Perihelion. `make` lists what it can do.

GO        ?= go
BUILD     := .build
WEB       := $(BUILD)/web
DIST      := $(BUILD)/dist
VERSION   ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

# Tools of a pinned version, built once.
TOOLS       := $(CURDIR)/$(BUILD)/tools
STATICCHECK := $(TOOLS)/staticcheck
GOFUMPT     := $(TOOLS)/gofumpt
export PATH := $(PATH):$(TOOLS):$(TOOLS)/debian/usr/bin:$(TOOLS)/debian/usr/sbin

# Go alone, as in a release: with C everything above package net is compiled once more.
export CGO_ENABLED := 0

# A collector that runs less often takes an eighth of the work from compilers and linters, for a third more memory.
build lint: export GOGC := 400

# Development uses a fast compression level; `make dist` sets -best.
WASMFLAGS ?=

.PHONY: help
help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: wasm ## build the browser client, start the server, print the URL
	PERIHELION_WEB_DIR=$(WEB) $(GO) run ./server

.PHONY: client
client: ## run the desktop client against the server on this machine
	$(GO) run ./client

.PHONY: wasm
wasm: ## build the browser client into .build/web
	$(GO) run ./scripts/wasm -o $(WEB) $(WASMFLAGS)

$(TOOLS)/nats-server: go.mod
	$(GO) build -o $@ github.com/nats-io/nats-server/v2

.PHONY: fleet
fleet: wasm $(TOOLS)/nats-server ## three servers behind one proxy, with NATS and PostgreSQL, and print the URL (after make setup)
	PATH="$(TOOLS):$$PATH" PERIHELION_WEB_DIR=$(CURDIR)/$(WEB) $(GO) run ./scripts/fleet

.PHONY: fleet-test
fleet-test: $(TOOLS)/nats-server ## end one part of a fleet after the other under PLAYERS (32), a server KILLS (5) times, with a round trip of RTT (0s), and say what they notice
	PATH="$(TOOLS):$$PATH" PERIHELION_ROOM_SEATS=8 PERIHELION_ROUND_TIME=60s PERIHELION_ROUND_POINTS=999 PERIHELION_DRAIN_TIMEOUT=10s $(GO) run ./scripts/fleet -test -players $(or $(PLAYERS),32) -kills $(or $(KILLS),5) -rtt $(or $(RTT),0s)

.PHONY: portal
portal: wasm ## the browser client as a zip for a portal, for the server at SERVER (SOUND=off, CHAT=off)
	$(GO) run ./scripts/portal -web $(WEB) -server "$(SERVER)" -sound $(or $(SOUND),on) -chat $(or $(CHAT),on)

.PHONY: test
test: export PERIHELION_TEST_POSTGRES := required
test: export PERIHELION_TEST_EXAMPLES := required
test: export PERIHELION_TEST_TOOLS := required
test: setup $(STATICCHECK) $(GOFUMPT) $(TOOLS)/nats-server ## install what the tests need, then run them all
	@scripts/test/all
	@echo "all tests passed"

.PHONY: test-repeat
test-repeat: ## make test N times (10); BUSY=1 keeps the cores busy during every other run
	@scripts/test/repeat $(or $(N),10) $(or $(BUSY),0)

.PHONY: setup
setup: ## install the system packages that the tests need (Debian)
	@scripts/setup/debian

# The packages that the browser's build may import.
WASM := ./client/... ./shared/... ./sim/...

.PHONY: build
build: ## compile every package and its tests, and what the browser runs
	@$(GO) list -export -test -tags e2e ./... >/dev/null
	@GOOS=js GOARCH=wasm $(GO) list -export $(WASM) >/dev/null

# Tests that run beside others of their package wait more than they compute: -parallel. Not so under the race detector.
# A package may take longer than go's ten minutes where the machine is busy: -timeout.
.PHONY: unit
unit: ## tests that need nothing but Go (vet is part of lint)
	$(GO) test -vet=off -parallel 4 -timeout 30m ./...

.PHONY: mutate
mutate: ## change every number in the rules of the games, one at a time, and see that a test fails (RULES=sim/hop/rules.go, ONLY=Rail)
	$(GO) run ./scripts/mutate $(if $(ONLY),-only $(ONLY)) $(RULES)

# SQLite is C that was translated to Go: watched by the race detector it is ten times as slow. What is not
# watched may not synchronise others: ciphers and compression, which do, must be.
#
# Packages that only compute, on the goroutine of their caller, have no race.
COMPUTING := /(shared/(bitio|bucket|daily|deeds|pace|protocol|replay|ring|snapshot|wsframe)|server/(data/casefile|match/(level|rating|season)|ops/config|people/(account|ban)|play/room/lineup))$$
.PHONY: race
race: ## the concurrent packages under the race detector
	CGO_ENABLED=1 $(GO) test -race -short -vet=off -timeout 30m -gcflags='modernc.org/...=-race=false' \
		$$($(GO) list ./shared/... ./server/... | grep -vE '$(COMPUTING)')
	CGO_ENABLED=1 $(GO) test -race -vet=off -run TestNoReaderSeesReleasedMemory ./shared/snapshot # where goroutines share what it computes

.PHONY: fuzz
fuzz: ## every fuzz target for some thousand executions
	@scripts/fuzz/all

.PHONY: fuzz-long
fuzz-long: ## every fuzz target for TIME (10m), to find something
	@scripts/fuzz/all $(or $(TIME),10m)

# What can differ between machines: numbers, and of the games the hashes of matches that were
# recorded on another machine, and the laws of hashes, states and prediction.
CROSS := -short -vet=off -run 'Machine|Golden|Vectors|Obeys/(the_same_inputs|a_state|a_hash|Predict|Forecast)' ./sim/... ./shared/replay ./shared/daily
CROSS_NUMBERS := -vet=off ./sim/fixed ./sim/rng ./sim/coder

.PHONY: cross
cross: ## the simulation on arm64 and wasm: the same matches, the same hashes; and requests of the page
	GOARCH=arm64 $(GO) test -exec qemu-aarch64-static $(CROSS)
	GOARCH=arm64 $(GO) test -exec qemu-aarch64-static $(CROSS_NUMBERS)
	GOOS=js GOARCH=wasm $(GO) test -exec "$$($(GO) env GOROOT)/lib/wasm/go_js_wasm_exec" $(CROSS)
	GOOS=js GOARCH=wasm $(GO) test -exec "$$($(GO) env GOROOT)/lib/wasm/go_js_wasm_exec" $(CROSS_NUMBERS) ./client/fetch

.PHONY: e2e
e2e: wasm ## two browser tabs and a desktop client in one match
	$(GO) test -tags e2e -count=1 -timeout 40m -v ./scripts/e2e

.PHONY: bench
bench: WASMFLAGS := -best
bench: wasm ## the figures of the README
	@scripts/bench/all

.PHONY: loadtest
loadtest: ## 64 bots over real sockets against a server of their own (MODE=puck: in that mode; LOADFLAGS=-find: how many players a core can serve; LOADFLAGS="-watch 5000": what watchers cost)
	$(GO) run ./scripts/loadtest $(or $(LOADFLAGS),-spawn -n 64 -for 20s -mode "$(MODE)" -arena "$(ARENA)")

.PHONY: compare
compare: ## what the same work costs us, Colyseus (by npm), a naive Go server and bare sockets: scripts/compare/README.md
	$(GO) run ./scripts/compare $(COMPAREFLAGS)

.PHONY: profile
profile: ## what the CPU of our server goes to, with 32 rooms of 16 and with 256 in one arena
	$(GO) run ./scripts/compare -causes -works $(or $(WORKS),rooms,256-views)

.PHONY: restarts
restarts: ## kill a server 50 times, and stop it 10 times to come back at once: its matches must go on
	$(GO) test ./scripts/system -run GoOnAfter -restarts 50 -v -timeout 2h

.PHONY: soak
soak: ## 200 guests queue, party, play all games, talk and come back; then the records must be consistent
	$(GO) run ./scripts/soak -guests 200

.PHONY: abuse
abuse: ## sixteen play while the server is attacked: what each attack got, and what a tick cost
	$(GO) test -count=1 -run TestAMatchOfSixteenGoesOnUnderAttack -v ./server/app

$(STATICCHECK):
	GOBIN=$(TOOLS) $(GO) install honnef.co/go/tools/cmd/staticcheck@v0.8.2

$(GOFUMPT):
	GOBIN=$(TOOLS) $(GO) install mvdan.cc/gofumpt@v0.12.0

.PHONY: game
game: ## start a game of your own, sim/NAME and client/game/NAME, from a small one (make game NAME=hop)
	$(GO) run ./scripts/newgame -name "$(NAME)"

.PHONY: rename
rename: ## make a game of another name of this repository, once (make rename MODULE=example.com/hop NAME="Hop Star")
	$(GO) run ./scripts/rename -module "$(MODULE)" -name "$(NAME)"

.PHONY: strips
strips: ## moments of matches as strips of pictures, into .build/strips: a kill by the rail on both screens, a kill, a streak, a flare, a podium, a trailer (OF=regexp: only some); needs a display
	@mkdir -p $(BUILD)/strips
	$(GO) run ./scripts/strips -of '$(OF)' -o $(BUILD)/strips

.PHONY: editor-strip
editor-strip: wasm ## an arena made from nothing by mouse alone, as a strip of pictures, its text, and what bots say of it, into .build/strips
	@mkdir -p $(BUILD)/strips
	$(GO) test -tags e2e -count=1 -timeout 10m -v -run TestAnArenaFromNothing ./scripts/e2e -strip $(CURDIR)/$(BUILD)/strips

.PHONY: feel
feel: ## how the netcode feels on every network: table, charts, budgets (FEELFLAGS=-check: twice)
	$(GO) test -c -o $(BUILD)/feel.test ./scripts/feel
	$(BUILD)/feel.test -feel -o $(BUILD)/feel $(FEELFLAGS)

.PHONY: balance
balance: ## rounds of bots in every mode: what kills, who wins, how much the star matters, with budgets (ROUNDS=200, MODE=duel or newcomers, ARENA=gates)
	$(GO) run ./scripts/balance -rounds $(or $(ROUNDS),200) -mode "$(MODE)" -arena "$(ARENA)"

.PHONY: screenshot
screenshot: ## a picture of a match among bots, into .build/match.png (needs a display)
	$(GO) run ./scripts/demo -shot $(BUILD)/match.png -warm 2100 -after 60 -seed 5

.PHONY: screens
screens: ## draw every screen in every size into .build/screens (OF=regexp: only some, IN=de: in German, COLORS=contrast: in a colour mode); needs a display or xvfb-run
	PERIHELION_SCREENS=$(CURDIR)/$(BUILD)/screens PERIHELION_SCREENS_OF='$(OF)' PERIHELION_SCREENS_LANG=$(IN) PERIHELION_SCREENS_COLORS=$(COLORS) $(GO) test -count=1 ./client/scene

.PHONY: lint
lint: $(STATICCHECK) $(GOFUMPT) ## formatting, vet and staticcheck, for the server's and the browser's build
	@test -z "$$($(GOFUMPT) -l . | tee /dev/stderr)" || (echo "run make fmt"; exit 1)
	$(GO) vet -tags e2e ./...
	GOOS=js GOARCH=wasm $(GO) vet $(WASM)
	$(STATICCHECK) -tags e2e ./...
	GOOS=js GOARCH=wasm $(STATICCHECK) ./client/...

.PHONY: fmt
fmt: $(GOFUMPT) ## format the code
	$(GOFUMPT) -w .

.PHONY: dist
dist: WASMFLAGS := -best -version $(VERSION)
dist: wasm ## servers and clients for every platform, into .build/dist
	@GO="$(GO)" WEB="$(WEB)" DIST="$(DIST)" VERSION="$(VERSION)" scripts/dist/all
