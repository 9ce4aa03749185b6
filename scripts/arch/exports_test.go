package arch

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// maxUnusedExports is how many exported names of the program may have no user outside of
// their package. What is exported is for others: a reader of a package may skip the rest.
const maxUnusedExports = 30

// foreign are the packages with users outside of the module, and who they are.
var foreign = map[string]string{"shared/replay": "programs of others that read logs by LOG.md: operations, sizes and errors are part of it"}

// builds are the programs that the module is made into: for desktops and for browsers.
var builds = []struct{ env, flags, patterns []string }{
	{nil, []string{"-tags=e2e"}, []string{"./..."}},
	{[]string{"GOOS=js", "GOARCH=wasm"}, nil, []string{"./client/...", "./shared/...", "./sim/..."}},
}

// exports are the exported names of the product code, as "file:line name", and which of
// them another package uses.
type exports struct {
	root       string
	fset       *token.FileSet
	declared   map[string]bool
	used       map[string]bool
	with       map[string][]string // whose user uses these names too
	tested     map[string][]string // the packages of tests in which a name stands
	interfaces []*types.Interface
}

func TestExportedNamesHaveUsers(t *testing.T) {
	if testing.Short() {
		t.Skip("type-checks the whole module")
	}
	dir, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	e := exports{root: dir + "/", declared: map[string]bool{}, used: map[string]bool{}, with: map[string][]string{}, tested: map[string][]string{}}
	for _, b := range builds {
		e.fset = token.NewFileSet()
		pkgs, err := packages.Load(&packages.Config{
			Mode: packages.LoadSyntax, Fset: e.fset, Dir: dir, Env: append(os.Environ(), b.env...), BuildFlags: b.flags,
		}, b.patterns...)
		if err != nil || packages.PrintErrors(pkgs) > 0 {
			t.Fatal("load the module: ", err)
		}
		e.collect(pkgs)
	}
	if err := e.collectTests(); err != nil {
		t.Fatal(err)
	}
	if len(e.declared) < 1000 {
		t.Errorf("saw %d exported names, want those of the whole module", len(e.declared))
	}
	if unused := e.unused(); len(unused) > maxUnusedExports {
		t.Errorf("%d of %d exported names have no user outside of their package, want %d at most:\n%s",
			len(unused), len(e.declared), maxUnusedExports, strings.Join(unused, "\n"))
	}
}

func (e *exports) unused() (names []string) {
	for name := range e.declared {
		e.used[name] = e.used[name] || e.isTested(name)
	}
	maps.DeleteFunc(e.used, func(_ string, used bool) bool { return !used })
	for queue := slices.Collect(maps.Keys(e.used)); len(queue) > 0; queue = queue[1:] {
		for _, name := range e.with[queue[0]] {
			if !e.used[name] {
				e.used[name] = true
				queue = append(queue, name)
			}
		}
	}
	for name := range e.declared {
		if !e.used[name] {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (e *exports) collect(pkgs []*packages.Package) {
	e.interfaces = []*types.Interface{types.Universe.Lookup("error").Type().Underlying().(*types.Interface)}
	seen := map[*types.Package]bool{}
	for _, p := range pkgs {
		e.collectInterfaces(p.Types, seen)
	}
	for _, p := range pkgs {
		for _, obj := range p.TypesInfo.Uses {
			if obj.Exported() && obj.Pkg() != nil && obj.Pkg().Path() != p.PkgPath {
				e.used[e.key(obj)] = true
			}
		}
		for _, f := range p.Syntax {
			e.joinEnums(f, p.TypesInfo)
		}
		scope := p.Types.Scope()
		for _, name := range scope.Names() {
			e.declare(scope.Lookup(name))
		}
	}
}

// collectTests notes which names stand in tests. Their types are not looked at: that would
// take a minute.
func (e *exports) collectTests() error {
	return filepath.WalkDir(e.root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		folder, err := filepath.Rel(e.root, filepath.Dir(path))
		if strings.HasSuffix(f.Name.Name, "_test") {
			folder += "_test"
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && id.IsExported() && !slices.Contains(e.tested[id.Name], folder) {
				e.tested[id.Name] = append(e.tested[id.Name], folder)
			}
			return true
		})
		return err
	})
}

// isTested reports whether the tests of another package mention a name.
func (e *exports) isTested(key string) bool {
	at, name, _ := strings.Cut(key, " ")
	return slices.ContainsFunc(e.tested[name], func(folder string) bool { return folder != filepath.Dir(at) })
}

// collectInterfaces notes every interface with a name in p and in what p imports.
func (e *exports) collectInterfaces(p *types.Package, seen map[*types.Package]bool) {
	if seen[p] {
		return
	}
	seen[p] = true
	for _, name := range p.Scope().Names() {
		if i, ok := p.Scope().Lookup(name).Type().Underlying().(*types.Interface); ok && i.NumMethods() > 0 {
			e.interfaces = append(e.interfaces, i)
		}
	}
	for _, imported := range p.Imports() {
		e.collectInterfaces(imported, seen)
	}
}

// declare notes a name at the top of a package, and the methods and fields of a type.
func (e *exports) declare(obj types.Object) {
	if !obj.Exported() || !e.isProduct(obj) {
		return
	}
	e.implyTypes(obj)
	named, ok := obj.Type().(*types.Named)
	if _, isType := obj.(*types.TypeName); !ok || !isType {
		e.declared[e.key(obj)] = true
		return
	}
	if !isEncoded(named) {
		e.declared[e.key(obj)] = true
	}
	for m := range named.Methods() {
		if m.Exported() && !e.satisfies(named, m.Name()) {
			e.declared[e.key(m)] = true
			e.implyTypes(m)
		}
	}
	if s, ok := named.Underlying().(*types.Struct); ok {
		for i := range s.NumFields() {
			if f := s.Field(i); f.Exported() && !f.Embedded() && s.Tag(i) == "" {
				e.declared[e.key(f)] = true
				e.implyTypes(f)
			}
		}
	}
}

// isEncoded reports whether a type is a struct that is encoded: its fields have tags.
func isEncoded(t *types.Named) bool {
	s, ok := t.Underlying().(*types.Struct)
	for i := 0; ok && i < s.NumFields(); i++ {
		if s.Tag(i) != "" {
			return true
		}
	}
	return false
}

// implyTypes notes that who uses a name meets the types that it is made of.
func (e *exports) implyTypes(obj types.Object) {
	from, seen := e.key(obj), map[types.Type]bool{}
	var visit func(t types.Type)
	visit = func(t types.Type) {
		if seen[t] {
			return
		}
		seen[t] = true
		switch t := t.(type) {
		case *types.Named:
			if t.Obj().Exported() {
				e.with[from] = append(e.with[from], e.key(t.Obj()))
			}
			for arg := range t.TypeArgs().Types() {
				visit(arg)
			}
		case *types.Signature:
			visit(t.Params())
			visit(t.Results())
		case *types.Tuple:
			for v := range t.Variables() {
				visit(v.Type())
			}
		case *types.Map:
			visit(t.Key())
			visit(t.Elem())
		case interface{ Elem() types.Type }: // pointers, slices, arrays, channels
			visit(t.Elem())
		}
	}
	visit(obj.Type())
}

// joinEnums notes that who uses a constant of an enumeration uses all of it.
func (e *exports) joinEnums(f *ast.File, info *types.Info) {
	for _, d := range f.Decls {
		block, ok := d.(*ast.GenDecl)
		if !ok || block.Tok != token.CONST {
			continue
		}
		var names []string
		counted := false
		ast.Inspect(block, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				counted = counted || id.Name == "iota"
				if obj := info.Defs[id]; obj != nil && obj.Exported() {
					names = append(names, e.key(obj))
				}
			}
			return true
		})
		for _, name := range names {
			if counted && name != names[0] {
				e.with[name] = append(e.with[name], names[0])
				e.with[names[0]] = append(e.with[names[0]], name)
			}
		}
	}
}

// satisfies reports whether a type has the method because an interface asks for it. Types
// are compared as text, for the interface may be read from what the compiler exported.
func (e *exports) satisfies(t *types.Named, method string) bool {
	signatures := map[string]string{}
	for set, i := types.NewMethodSet(types.NewPointer(t)), 0; i < set.Len(); i++ {
		signatures[set.At(i).Obj().Name()] = signatureOf(set.At(i).Obj())
	}
	return slices.ContainsFunc(e.interfaces, func(i *types.Interface) bool {
		asked := false
		for m := range i.Methods() {
			if signatures[m.Name()] != signatureOf(m) {
				return false
			}
			asked = asked || m.Name() == method
		}
		return asked
	})
}

// signatureOf writes the types that a method takes and gives, without their names.
func signatureOf(method types.Object) (text string) {
	sig := method.Type().(*types.Signature)
	for _, list := range []*types.Tuple{sig.Params(), sig.Results()} {
		for v := range list.Variables() {
			text += types.TypeString(v.Type(), nil) + ", "
		}
		text += ") "
	}
	return text
}

// isProduct reports whether a name is declared in the program: not in a test or a tool.
func (e *exports) isProduct(obj types.Object) bool {
	path, local := strings.CutPrefix(e.fset.Position(obj.Pos()).Filename, e.root)
	return local && foreign[filepath.Dir(path)] == "" && !strings.HasSuffix(path, "_test.go") && !strings.HasPrefix(path, "scripts/")
}

func (e *exports) key(obj types.Object) string {
	at := e.fset.Position(obj.Pos())
	return fmt.Sprintf("%s:%d %s", strings.TrimPrefix(at.Filename, e.root), at.Line, obj.Name())
}
