//! `importlib` and its like: modules by a name that is made, and the files beside them.

use crate::diagnostic::code;
use crate::project::FileId;
use crate::python::args::Args;
use crate::python::class::{Library, Native, NativeClass};
use crate::python::lib::os;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static LIBRARIES: &[&Library] = &[
    &Library {
        name: "importlib",
        functions: &[
            Native::new("import_module", "name, package=None", import_module),
            Native::new("reload", "module", |_, args| Ok(args.get("module").clone())),
            Native::new("invalidate_caches", "", |_, _| Ok(Value::None)),
        ],
        ..Library::EMPTY
    },
    &Library {
        name: "importlib.util",
        functions: &[
            Native::new("spec_from_file_location", "name, location=None, **kw", |vm, args| {
                let loader = [("name", args.get("name")), ("path", args.get("location"))];
                let loader = vm.instance(&LOADER, loader.map(|(name, it)| (name, it.clone())));
                let spec = [
                    ("name", args.get("name").clone()),
                    ("origin", args.get("location").clone()),
                    ("loader", Value::Object(loader)),
                ];
                Ok(Value::Object(vm.instance(&SPEC, spec)))
            }),
            Native::new("module_from_spec", "spec", |vm, args| match args.get("spec") {
                Value::Object(spec) => {
                    let field = |name: &str| spec.field(name).unwrap_or(Value::None);
                    module_at(vm, &field("name"), &field("origin"))
                }
                other => Ok(other.clone()),
            }),
        ],
        ..Library::EMPTY
    },
    &Library { name: "importlib.machinery", classes: &[&LOADER, &SPEC], ..Library::EMPTY },
    &resources("importlib.resources"),
    &resources("importlib_resources"),
    &Library {
        name: "pkgutil",
        functions: &[Native::new("get_data", "package, resource", |vm, args| {
            let path = beside(vm, args.get("package"), args.rest("resource"))?;
            vm.call_method(&path, "read_bytes", Vec::new())
        })],
        ..Library::EMPTY
    },
    &Library {
        name: "pkg_resources",
        functions: &[
            Native::new("resource_filename", "package, *resource", |vm, args| {
                let path = beside(vm, args.get("package"), args.rest("resource"))?;
                vm.to_text(&path).map(Value::str)
            }),
            Native::new("resource_string", "package, *resource", |vm, args| {
                let path = beside(vm, args.get("package"), args.rest("resource"))?;
                vm.call_method(&path, "read_bytes", Vec::new())
            }),
        ],
        ..Library::EMPTY
    },
];

const fn resources(name: &'static str) -> Library {
    Library { name, functions: RESOURCES, ..Library::EMPTY }
}

#[rustfmt::skip]
static RESOURCES: &[Native] = &[
    Native::new("files", "anchor=None", |vm, args| beside(vm, args.get("anchor"), &[])),
    Native::new("as_file", "path", |vm, args| {
        let manager = vm.import_module("contextlib", FileId(0))?;
        let manager = vm.attribute(&manager, "nullcontext")?;
        vm.call(&manager, vec![args.get("path").clone()], Vec::new())
    }),
    Native::new("read_text", "package, *resource, encoding='utf-8', errors='strict'", |vm, args| {
        let path = beside(vm, args.get("package"), args.rest("resource"))?;
        vm.call_method(&path, "read_text", Vec::new())
    }),
    Native::new("read_binary", "package, *resource", |vm, args| {
        let path = beside(vm, args.get("package"), args.rest("resource"))?;
        vm.call_method(&path, "read_bytes", Vec::new())
    }),
    Native::new("open_text", "package, *resource, encoding='utf-8', errors='strict'", |vm, args| {
        let path = beside(vm, args.get("package"), args.rest("resource"))?;
        vm.call_method(&path, "open", Vec::new())
    }),
];

static SPEC: NativeClass = NativeClass {
    has_more: true,
    name: "ModuleSpec",
    module: "importlib.machinery",
    params: "name, loader, *, origin=None",
    ..NativeClass::EMPTY
};

/// Loads the file at a path. The statements of a module run when its names are asked for.
static LOADER: NativeClass = NativeClass {
    has_more: true,
    name: "SourceFileLoader",
    module: "importlib.machinery",
    params: "name, path",
    methods: &[
        Native::new("exec_module", "self, module", |_, _| Ok(Value::None)),
        Native::new("load_module", "self, fullname=None", |vm, args| {
            let loader = args.get("self");
            module_at(vm, &loader.field("name"), &loader.field("path"))
        }),
    ],
    ..NativeClass::EMPTY
};

/// The module in a file of the project.
fn module_at(vm: &mut Vm<'_>, name: &Value, path: &Value) -> Eval {
    if let Some(unknown) = [name, path].into_iter().find(|it| it.is_unknown()) {
        return Ok(unknown.clone());
    }
    let path = os::normal(&vm.to_text(path)?);
    let module = match vm.host.file_at(&path) {
        Some(file) => vm.read_module(file, name.as_str().unwrap_or_default()),
        None => None,
    };
    Ok(module.map_or_else(
        || vm.unknown(code::MISSING_MODULE, format!("the module in `{path}`")),
        Value::Module,
    ))
}

/// `import_module(".tables", package="app.db")`: the dots count from the package.
fn import_module(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(name) = args.str("name") else {
        return Ok(vm.unknown(code::MISSING_MODULE, "which module is imported"));
    };
    let file = vm.span().file;
    let bare = name.trim_start_matches('.');
    let dots = name.len() - bare.len();
    let Some(package) = args.str("package").filter(|_| dots > 0) else {
        return vm.import_module(name, file);
    };
    let kept = package.rsplit('.').count().saturating_sub(dots - 1);
    let package: Vec<&str> = package.split('.').take(kept).collect();
    let dotted = format!("{}.{bare}", package.join("."));
    vm.import_module(dotted.trim_end_matches('.'), file)
}

/// The path of a file in the folder of a package, or of the folder itself.
fn beside(vm: &mut Vm<'_>, package: &Value, resource: &[Value]) -> Eval {
    let importer = vm.span().file;
    let dotted = match package {
        Value::None => return folder(vm, importer, resource),
        Value::Str(dotted) => dotted.clone(),
        Value::Module(module) => match &module.scope.source {
            Some(source) => return folder(vm, source.file, resource),
            None => module.name.clone(),
        },
        unknown @ Value::Unknown(_) => return Ok(unknown.clone()),
        _ => return Ok(vm.unknown(code::MISSING_MODULE, "the files of a package")),
    };
    match vm.host.folder(&dotted, importer) {
        Some(path) => joined(vm, &path, resource),
        None => Ok(vm.unknown(code::MISSING_MODULE, format!("the files of `{dotted}`"))),
    }
}

fn folder(vm: &mut Vm<'_>, file: FileId, resource: &[Value]) -> Eval {
    let path = vm.host.path(file);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    joined(vm, &folder, resource)
}

fn joined(vm: &mut Vm<'_>, folder: &str, resource: &[Value]) -> Eval {
    let pathlib = vm.import_module("pathlib", FileId(0))?;
    let path = vm.attribute(&pathlib, "Path")?;
    let mut given = vec![Value::str(folder)];
    given.extend(resource.iter().cloned());
    vm.call(&path, given, Vec::new())
}
