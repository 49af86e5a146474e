//! What the statements of a module bind, import, attach and make, told without running them.

use std::collections::BTreeSet;

use ruff_python_ast::{self as ast, Expr, Stmt};

/// The classes to which a function that listens changes what migrations send.
pub const ATTACHED_TO: &[&str] = &[
    "Table",
    "Column",
    "MetaData",
    "Index",
    "PrimaryKeyConstraint",
    "ForeignKeyConstraint",
    "UniqueConstraint",
    "CheckConstraint",
    "CreateTable",
    "DropTable",
    "CreateIndex",
    "DropIndex",
];

/// Tells the names that a statement binds, or whose values it changes in place.
pub(super) fn bound_names(stmt: &Stmt, tell: &mut dyn FnMut(&str)) {
    match stmt {
        Stmt::FunctionDef(it) => {
            tell(&it.name);
            it.decorator_list.iter().for_each(|it| attached_names(it, tell));
        }
        Stmt::ClassDef(it) => tell(&it.name),
        Stmt::Assign(it) => it.targets.iter().for_each(|it| target_names(it, tell)),
        Stmt::AugAssign(it) => target_names(&it.target, tell),
        Stmt::AnnAssign(it) => target_names(&it.target, tell),
        Stmt::TypeAlias(it) => target_names(&it.name, tell),
        Stmt::Import(it) => it.names.iter().for_each(|it| alias_name(it, tell)),
        Stmt::ImportFrom(it) => it.names.iter().for_each(|it| alias_name(it, tell)),
        Stmt::Delete(it) => it.targets.iter().for_each(|it| target_names(it, tell)),
        Stmt::For(it) => {
            target_names(&it.target, tell);
            body_names(&it.body, tell);
            body_names(&it.orelse, tell);
        }
        Stmt::While(it) => body_names(&it.body, tell),
        Stmt::If(it) => {
            body_names(&it.body, tell);
            it.elif_else_clauses.iter().for_each(|it| body_names(&it.body, tell));
        }
        Stmt::With(it) => {
            it.items
                .iter()
                .filter_map(|it| it.optional_vars.as_deref())
                .for_each(|it| target_names(it, tell));
            body_names(&it.body, tell);
        }
        Stmt::Try(it) => {
            body_names(&it.body, tell);
            for handler in &it.handlers {
                let ast::ExceptHandler::ExceptHandler(handler) = handler;
                body_names(&handler.body, tell);
            }
            body_names(&it.orelse, tell);
            body_names(&it.finalbody, tell);
        }
        Stmt::Match(it) => it.cases.iter().for_each(|it| body_names(&it.body, tell)),
        // `names.append(...)` and `setup(...)` change what they are called on.
        Stmt::Expr(it) => {
            let Expr::Call(call) = &*it.value else { return };
            if let Expr::Attribute(method) = &*call.func {
                target_names(&method.value, tell);
            }
            if callee(call) == "listen"
                && let Some(listened) = call.arguments.args.first()
            {
                target_names(listened, tell);
            }
        }
        _ => {}
    }
}

fn body_names(body: &[Stmt], tell: &mut dyn FnMut(&str)) {
    body.iter().for_each(|it| bound_names(it, tell));
}

fn alias_name(alias: &ast::Alias, tell: &mut dyn FnMut(&str)) {
    match &alias.asname {
        Some(name) => tell(name),
        None => tell(alias.name.split('.').next().unwrap_or_default()),
    }
}

fn target_names(target: &Expr, tell: &mut dyn FnMut(&str)) {
    match target {
        Expr::Name(name) => tell(&name.id),
        Expr::Tuple(it) => it.elts.iter().for_each(|it| target_names(it, tell)),
        Expr::List(it) => it.elts.iter().for_each(|it| target_names(it, tell)),
        Expr::Starred(it) => target_names(&it.value, tell),
        Expr::Attribute(it) => target_names(&it.value, tell),
        Expr::Subscript(it) => target_names(&it.value, tell),
        _ => {}
    }
}

/// The names that a decorator changes: those of the classes it attaches the function to.
fn attached_names(decorator: &ast::Decorator, tell: &mut dyn FnMut(&str)) {
    let given = attaching_call(decorator).map(|it| &*it.arguments.args).unwrap_or_default();
    given.iter().for_each(|it| target_names(it, tell));
}

/// The name by which a statement is found that attaches a function to a class of which that changes
/// what migrations send: `@listens_for(...)` and `@compiles(...)` above a function, `listen(...)` by
/// itself. The `names` of the module are those that may stand for another.
pub(super) fn attaching<'s>(stmt: &'s Stmt, names: &Names<'_>) -> Option<&'s str> {
    match stmt {
        Stmt::FunctionDef(it) => {
            let matters =
                |it: &ast::Decorator| attaching_call(it).is_some_and(|it| attaches_to(it, names));
            it.decorator_list.iter().any(matters).then_some(it.name.as_str())
        }
        Stmt::Expr(it) => {
            let call = it.value.as_call_expr().filter(|it| callee(it) == "listen")?;
            attaches_to(call, names).then(|| leftmost(call.arguments.args.first()?))?
        }
        _ => None,
    }
}

/// The first name of a dotted one.
fn leftmost(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Name(it) => Some(&it.id),
        Expr::Attribute(it) => leftmost(&it.value),
        _ => None,
    }
}

/// The call that attaches the function below it to a class.
fn attaching_call(decorator: &ast::Decorator) -> Option<&ast::ExprCall> {
    let call = decorator.expression.as_call_expr()?;
    matches!(callee(call), "listens_for" | "compiles").then_some(call)
}

/// Whether it attaches to a class of which that matters: to one of whose events that is known, or to
/// one that is written, and is not the module's own, which brings its functions along.
fn attaches_to(call: &ast::ExprCall, names: &Names<'_>) -> bool {
    let name = match call.arguments.args.first() {
        Some(Expr::Name(it)) => it.id.as_str(),
        Some(Expr::Attribute(it)) => &it.attr,
        _ => return true,
    };
    match callee(call) {
        "compiles" => !names.own.contains(name),
        _ => ATTACHED_TO.contains(&name) || names.renamed.contains(name),
    }
}

/// The last word of what a call calls.
pub(super) fn callee(call: &ast::ExprCall) -> &str {
    match &*call.func {
        Expr::Name(it) => &it.id,
        Expr::Attribute(it) => &it.attr,
        _ => "",
    }
}

/// Whether a decorator is one of those by which a project makes an operation of its own.
pub(super) fn makes_operation(decorator: &ast::Decorator) -> bool {
    let Expr::Call(call) = &decorator.expression else { return false };
    let Expr::Attribute(it) = &*call.func else { return false };
    matches!(it.attr.as_str(), "register_operation" | "implementation_for")
}

/// Names of a module by what they stand for.
pub(super) struct Names<'s> {
    /// Those that its imports give to others.
    renamed: BTreeSet<&'s str>,
    /// Those of its own classes.
    own: BTreeSet<&'s str>,
}

impl<'s> Names<'s> {
    pub(super) fn of(body: &'s [Stmt]) -> Self {
        let imports = body.iter().filter_map(Stmt::as_import_from_stmt);
        let renamed = imports.flat_map(|it| &it.names).filter_map(|it| it.asname.as_deref());
        let classes = body.iter().filter_map(Stmt::as_class_def_stmt);
        Self { renamed: renamed.collect(), own: classes.map(|it| &*it.name).collect() }
    }
}

/// The dotted names of the modules that imports in a body may name.
pub(super) fn imported_names(body: &[Stmt], names: &mut Vec<String>) {
    for stmt in body {
        match stmt {
            Stmt::Import(it) => names.extend(it.names.iter().map(|it| it.name.to_string())),
            Stmt::ImportFrom(it) => {
                let dots = ".".repeat(it.level as usize);
                let module = it.module.as_ref().map_or("", |it| it.as_str());
                let between = if module.is_empty() { "" } else { "." };
                let inside =
                    it.names.iter().map(|it| format!("{dots}{module}{between}{}", it.name));
                names.push(format!("{dots}{module}"));
                names.extend(inside);
            }
            Stmt::Try(it) => imported_names(&it.body, names),
            // What is imported for hints alone, Python never imports.
            Stmt::If(it) if is_for_hints(&it.test) => {
                it.elif_else_clauses.iter().for_each(|it| imported_names(&it.body, names));
            }
            Stmt::If(it) => imported_names(&it.body, names),
            _ => {}
        }
    }
}

/// `TYPE_CHECKING` or `typing.TYPE_CHECKING`, which is false whenever a script runs.
fn is_for_hints(test: &Expr) -> bool {
    match test {
        Expr::Name(it) => it.id == "TYPE_CHECKING",
        Expr::Attribute(it) => it.attr.as_str() == "TYPE_CHECKING",
        _ => false,
    }
}

/// Whether a statement of a module may add a table to a metadata.
pub(super) fn may_make_tables(stmt: &Stmt) -> bool {
    let makes = |value: &Expr| value.as_call_expr().is_some_and(|it| callee(it) == "Table");
    match stmt {
        Stmt::ClassDef(it) => it.arguments.is_some() && it.body.iter().any(is_of_model),
        Stmt::Assign(it) => makes(&it.value),
        Stmt::AnnAssign(it) => it.value.as_ref().is_some_and(|it| makes(it)),
        Stmt::Expr(it) => makes(&it.value),
        Stmt::For(it) => it.body.iter().any(may_make_tables),
        Stmt::With(it) => it.body.iter().any(may_make_tables),
        Stmt::Try(it) => it.body.iter().any(may_make_tables),
        Stmt::If(it) => {
            let branches = it.elif_else_clauses.iter().map(|it| &it.body);
            branches.chain([&it.body]).any(|it| it.iter().any(may_make_tables))
        }
        _ => false,
    }
}

/// Whether a statement of a class body is one of a mapped class.
pub(super) fn is_of_model(stmt: &Stmt) -> bool {
    let is_column = |value: &Expr| {
        value.as_call_expr().is_some_and(|it| matches!(callee(it), "Column" | "mapped_column"))
    };
    let is_table = |target: &Expr| {
        target.as_name_expr().is_some_and(|it| matches!(&*it.id, "__tablename__" | "__table__"))
    };
    match stmt {
        Stmt::Assign(it) => is_column(&it.value) || it.targets.iter().any(is_table),
        Stmt::AnnAssign(it) => {
            it.value.as_ref().is_some_and(|it| is_column(it)) || is_table(&it.target)
        }
        Stmt::FunctionDef(it) => &*it.name == "__tablename__",
        _ => false,
    }
}
