package deploy

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"perihelion/server/ops/config"
)

// The fields of Kubernetes and Agones that the manifests use, by their references. Any other
// field is an error, as it is for kubectl: a misspelt one would be ignored there or refused.
type (
	object struct {
		APIVersion string `yaml:"apiVersion"`
		Kind       string
		Metadata   metadata
		Data       map[string]string
		Spec       yaml.Node
	}
	metadata struct {
		Name, Namespace     string
		Labels, Annotations map[string]string
	}
	labelSelector struct {
		MatchLabels map[string]string `yaml:"matchLabels"`
	}
	podTemplate struct {
		Metadata metadata
		Spec     struct {
			GracePeriod     int   `yaml:"terminationGracePeriodSeconds"`
			MountToken      *bool `yaml:"automountServiceAccountToken"`
			SecurityContext struct {
				NonRoot bool                  `yaml:"runAsNonRoot"`
				User    int                   `yaml:"runAsUser"`
				Group   int                   `yaml:"runAsGroup"`
				FSGroup int                   `yaml:"fsGroup"`
				Seccomp struct{ Type string } `yaml:"seccompProfile"`
			} `yaml:"securityContext"`
			Containers []container
			Volumes    []struct {
				Name     string
				EmptyDir *struct{} `yaml:"emptyDir"`
				Secret   *struct {
					Name string `yaml:"secretName"`
					Mode int    `yaml:"defaultMode"`
				}
			}
		}
	}
	container struct {
		Name, Image string
		EnvFrom     []struct {
			Ref struct{ Name string } `yaml:"configMapRef"`
		} `yaml:"envFrom"`
		Env []struct {
			Name, Value string
			ValueFrom   *struct {
				FieldRef struct {
					Path string `yaml:"fieldPath"`
				} `yaml:"fieldRef"`
			} `yaml:"valueFrom"`
		}
		Ports []struct {
			Name string
			Port int `yaml:"containerPort"`
		}
		Readiness       *probe `yaml:"readinessProbe"`
		Liveness        *probe `yaml:"livenessProbe"`
		Resources       struct{ Requests, Limits map[string]string }
		SecurityContext struct {
			Escalation   bool `yaml:"allowPrivilegeEscalation"`
			ReadOnly     bool `yaml:"readOnlyRootFilesystem"`
			Capabilities struct{ Drop []string }
		} `yaml:"securityContext"`
		Mounts []struct {
			Name     string
			Path     string `yaml:"mountPath"`
			ReadOnly bool   `yaml:"readOnly"`
		} `yaml:"volumeMounts"`
	}
	probe struct {
		HTTPGet struct{ Path, Port string } `yaml:"httpGet"`
		Period  int                         `yaml:"periodSeconds"`
		Failure int                         `yaml:"failureThreshold"`
	}
	deploymentSpec struct {
		Replicas int
		Selector labelSelector
		Strategy struct {
			RollingUpdate rollingUpdateFields `yaml:"rollingUpdate"`
		}
		Template podTemplate
	}
	rollingUpdateFields struct {
		MaxUnavailable string `yaml:"maxUnavailable"`
		MaxSurge       string `yaml:"maxSurge"`
	}
	fleetSpec struct {
		Replicas   int
		Scheduling string
		Strategy   struct {
			Type          string
			RollingUpdate rollingUpdateFields `yaml:"rollingUpdate"`
		}
		Template struct {
			Metadata metadata
			Spec     struct {
				Container string
				SDKServer struct {
					HTTPPort int    `yaml:"httpPort"`
					LogLevel string `yaml:"logLevel"`
				} `yaml:"sdkServer"`
				Health struct {
					Period       int `yaml:"periodSeconds"`
					Failure      int `yaml:"failureThreshold"`
					InitialDelay int `yaml:"initialDelaySeconds"`
				}
				Eviction struct{ Safe string }
				Counters map[string]struct{ Count, Capacity int }
				Ports    []struct {
					Name, Protocol string
					Policy         string `yaml:"portPolicy"`
					Port           int    `yaml:"containerPort"`
				}
				Template podTemplate
			}
		}
	}
	autoscalerSpec struct {
		Fleet  string `yaml:"fleetName"`
		Policy struct {
			Type    string
			Counter struct {
				Key         string
				BufferSize  int `yaml:"bufferSize"`
				MinCapacity int `yaml:"minCapacity"`
				MaxCapacity int `yaml:"maxCapacity"`
			}
		}
		Sync struct {
			Type          string
			FixedInterval struct{ Seconds int } `yaml:"fixedInterval"`
		}
	}
	disruptionSpec struct {
		MinAvailable int `yaml:"minAvailable"`
		Selector     labelSelector
	}
	serviceSpec struct {
		Selector map[string]string
		Ports    []struct {
			Name       string
			Port       int
			TargetPort string `yaml:"targetPort"`
		}
	}
	ingressSpec struct {
		TLS []struct {
			Hosts  []string
			Secret string `yaml:"secretName"`
		}
		Rules []struct {
			Host string
			HTTP struct {
				Paths []struct {
					Path     string
					PathType string `yaml:"pathType"`
					Backend  struct {
						Service struct {
							Name string
							Port struct{ Name string }
						}
					}
				}
			}
		}
	}
)

// manifests are all objects of the manifests.
type manifests struct {
	config     map[string]string
	deployment deploymentSpec
	fleet      fleetSpec
	scaler     autoscalerSpec
	disruption disruptionSpec
	service    serviceSpec
	ingress    ingressSpec
}

func decodeStrict(t *testing.T, text []byte, out any) {
	t.Helper()
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(out); err != nil {
		t.Error(err)
	}
}

func readManifests(t *testing.T) (m manifests) {
	t.Helper()
	specs := map[string]any{
		"apps/v1 Deployment": &m.deployment, "agones.dev/v1 Fleet": &m.fleet, "autoscaling.agones.dev/v1 FleetAutoscaler": &m.scaler,
		"policy/v1 PodDisruptionBudget": &m.disruption, "v1 Service": &m.service, "networking.k8s.io/v1 Ingress": &m.ingress, "v1 ConfigMap": nil,
	}
	for _, file := range []string{"lobby.yaml", "fleet.yaml"} {
		text, err := os.ReadFile(path.Join("kubernetes", file))
		if err != nil {
			t.Fatal(err)
		}
		d := yaml.NewDecoder(bytes.NewReader(text))
		d.KnownFields(true)
		for {
			var o object
			if err := d.Decode(&o); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			kind := o.APIVersion + " " + o.Kind
			spec, known := specs[kind]
			if !known || o.Metadata.Namespace != "perihelion" || o.Metadata.Name == "" {
				t.Errorf("%s: unexpected %s %+v", file, kind, o.Metadata)
				continue
			}
			delete(specs, kind)
			if spec == nil {
				m.config = o.Data
				continue
			}
			text, err := yaml.Marshal(&o.Spec)
			if err != nil {
				t.Fatal(err)
			}
			decodeStrict(t, text, spec)
		}
	}
	if len(specs) > 0 {
		t.Errorf("nothing of %v", slices.Collect(maps.Keys(specs)))
	}
	return m
}

// settings is the configuration of a container. Files of secrets are replaced by values, as
// the test has no such files.
func (m *manifests) settings(t *testing.T, c container) config.Config {
	t.Helper()
	vars := maps.Clone(m.config)
	if len(c.EnvFrom) != 1 || c.EnvFrom[0].Ref.Name != "perihelion" {
		t.Errorf("the container takes its environment from %+v", c.EnvFrom)
	}
	for _, e := range c.Env {
		vars[e.Name] = e.Value
		if e.ValueFrom != nil {
			vars[e.Name] = "perihelion-x7k2m-q9z4c" // as Agones names servers
		}
	}
	for name, value := range map[string]string{
		"DATABASE_URL": "postgres://perihelion@database/perihelion", "NATS_URL": "nats://bus:4222", "SIGNING_KEY": "a key", "ADMIN_TOKEN": "0123456789abcdef",
	} {
		if path.Dir(vars[config.Prefix+name+"_FILE"]) != "/run/secrets/perihelion" {
			t.Errorf("%s is not read from the mounted secret", name)
		}
		delete(vars, config.Prefix+name+"_FILE")
		vars[config.Prefix+name] = value
	}
	var environ []string
	for name, value := range vars {
		environ = append(environ, name+"="+value)
	}
	cfg, warnings, err := config.Load(environ)
	warnings = slices.DeleteFunc(warnings, func(w string) bool { return strings.Contains(w, "ADMIN_ADDR") }) // the cluster's network is its own
	if err != nil || len(warnings) > 0 {
		t.Errorf("its configuration: %v, %q", err, warnings)
	}
	return cfg
}

func TestTheKubernetesManifestsFitTheServer(t *testing.T) {
	m := readManifests(t)
	lobby, node := m.deployment.Template, m.fleet.Template.Spec.Template
	for name, pod := range map[string]podTemplate{"lobby": lobby, "node": node} {
		c := pod.Spec.Containers[0]
		cfg := m.settings(t, c)
		if len(cfg.Roles) != 1 || !cfg.Roles.Has(name) {
			t.Errorf("%s has roles %v", name, cfg.Roles)
		}
		if s := pod.Spec.SecurityContext; !s.NonRoot || s.User == 0 || !c.SecurityContext.ReadOnly || c.SecurityContext.Escalation || !slices.Equal(c.SecurityContext.Capabilities.Drop, []string{"ALL"}) {
			t.Errorf("%s may do more than it needs: %+v %+v", name, s, c.SecurityContext)
		}
		if pod.Metadata.Labels["app"] != "perihelion-"+name || c.Liveness == nil || c.Liveness.HTTPGet.Path != "/healthz" {
			t.Errorf("%s: labels %v, liveness %+v", name, pod.Metadata.Labels, c.Liveness)
		}
		var volumes []string
		for _, v := range pod.Spec.Volumes {
			volumes = append(volumes, v.Name)
		}
		for _, mount := range c.Mounts {
			if !slices.Contains(volumes, mount.Name) {
				t.Errorf("%s mounts %s, which is no volume", name, mount.Name)
			}
		}
	}
	if got := m.service.Selector["app"]; got != lobby.Metadata.Labels["app"] || m.disruption.Selector.MatchLabels["app"] != got || m.deployment.Selector.MatchLabels["app"] != got {
		t.Error("service, deployment and disruption budget are about different pods")
	}
	if r := m.ingress.Rules[0]; "https://"+r.Host != m.config["PERIHELION_PUBLIC_URL"] || r.HTTP.Paths[0].Backend.Service.Name != "lobby" || m.ingress.TLS[0].Hosts[0] != r.Host {
		t.Errorf("the ingress leads %+v, and PUBLIC_URL is %s", r, m.config["PERIHELION_PUBLIC_URL"])
	}
}

func TestTheAgonesFleetFitsTheServer(t *testing.T) {
	m := readManifests(t)
	fleet := m.fleet.Template.Spec
	c := fleet.Template.Spec.Containers[0]
	cfg := m.settings(t, c)
	if fleet.Container != c.Name || fleet.SDKServer.HTTPPort != cfg.AgonesPort || fleet.Ports[0].Port != 8080 || fleet.Ports[0].Protocol != "TCP" || cfg.HTTPAddr != ":8080" {
		t.Errorf("container %s %q, sidecar %d and %d, port %+v for %s", fleet.Container, c.Name, fleet.SDKServer.HTTPPort, cfg.AgonesPort, fleet.Ports, cfg.HTTPAddr)
	}
	if rooms, players := fleet.Counters["rooms"], fleet.Counters["players"]; len(fleet.Counters) != 2 || rooms.Capacity != cfg.MaxRooms || players.Capacity != cfg.MaxPlayers {
		t.Errorf("counters %+v for %d rooms and %d players", fleet.Counters, cfg.MaxRooms, cfg.MaxPlayers)
	}
	if grace := time.Duration(fleet.Template.Spec.GracePeriod) * time.Second; grace < cfg.DrainTimeout+10*time.Second {
		t.Errorf("Kubernetes waits %v, and the server drains for %v", grace, cfg.DrainTimeout)
	}
	s := m.scaler
	if _, declared := fleet.Counters[s.Policy.Counter.Key]; !declared || s.Policy.Type != "Counter" || s.Fleet != "perihelion" || fleet.Eviction.Safe != "OnUpgrade" {
		t.Errorf("autoscaler %+v, eviction %s", s, fleet.Eviction.Safe)
	}
	if k := s.Policy.Counter; k.MinCapacity < k.BufferSize || k.MaxCapacity < m.fleet.Replicas*cfg.MaxRooms {
		t.Errorf("the autoscaler keeps %+v", k)
	}
}
