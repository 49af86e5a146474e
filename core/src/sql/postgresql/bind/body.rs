//! Bodies of new functions: what the server looks up in them, and what they give.

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode, SelectVariant};

use super::super::block::refused;
use super::super::compile::Routine;
use super::super::parse::Parsed;
use super::super::path::of_setting;
use super::super::qualify::qualified;
use super::super::syntax::{ident, name, range};
use super::super::syntax_error::SyntaxError;
use super::scope::{Output, Scope};
use super::{Binder, Bodies, problem};
use crate::catalog::{SqlType, TypeKind};
use crate::op::assigns;

impl Binder<'_> {
    /// A body in SQL is checked when the function is created: its tables must be there.
    pub(super) fn body(&mut self, function: &ast::CreateFunction) {
        let options = options(function.option_list());
        let language = language(&options);
        self.language(language.as_deref(), function.syntax());
        if self.is_unchecked(&options) {
            return;
        }
        match language.as_deref() {
            Some("plpgsql") => self.block_body(&options, &Routine::function(function)),
            Some("sql") => self.sql_body(function, &options),
            _ => {}
        }
    }

    fn sql_body(&mut self, function: &ast::CreateFunction, options: &[ast::FuncOption]) {
        let own = options.iter().find_map(|it| of_setting(it.syntax()));
        let path = own.unwrap_or_else(|| self.session.path.clone());
        let bodies = options.iter().filter(|it| matches!(it, ast::FuncOption::AsFuncOption(_)));
        for literal in
            bodies.flat_map(|it| it.syntax().descendants().filter_map(ast::Literal::cast))
        {
            let Some(body) = literal.string_value() else { continue };
            let body = qualified(&body, &path, self.catalog, &self.session.temporary);
            for (_, problem) in body.problems {
                self.problem(literal.syntax(), problem);
            }
            let parsed = Parsed::new(&body.text);
            if let Some(unread) = parsed.refused.first() {
                let error = SyntaxError::new(&body.text, unread);
                let problem = error.within(problem::unread_body(&error.reason));
                self.problem(literal.syntax(), problem);
                continue;
            }
            let stmts: Vec<ast::Stmt> = parsed.statements().collect();
            let makes = |it: &ast::Stmt| {
                matches!(it, ast::Stmt::CreateTable(_) | ast::Stmt::CreateTableAs(_))
            };
            if stmts.iter().any(makes) {
                return;
            }
            self.statements_of(function, &stmts, literal.syntax());
            match stmts.last() {
                Some(ast::Stmt::Select(last)) => self.result(function, last, literal.syntax()),
                Some(last) => self.no_result(function, last, literal.syntax()),
                None => self.without_end(function, literal.syntax()),
            }
        }
    }

    /// As [`Binder::body`], of a procedure.
    pub(super) fn body_of_procedure(&mut self, procedure: &ast::CreateProcedure) {
        let options = options(procedure.option_list());
        let language = language(&options);
        self.language(language.as_deref(), procedure.syntax());
        if !self.is_unchecked(&options) && language.as_deref() == Some("plpgsql") {
            self.block_body(&options, &Routine::procedure(procedure));
        }
    }

    /// Says if the language of a routine is not there.
    fn language(&mut self, language: Option<&str>, routine: &SyntaxNode) {
        let Some(word) = language else { return };
        let brought = self.catalog.extensions.keys().any(|it| it.contains(word))
            || self.catalog.opaque.iter().any(|it| it.kind == "CREATE LANGUAGE");
        if !["sql", "plpgsql", "c", "internal"].contains(&word) && !brought {
            self.problem(routine, problem::unknown_language(word));
        }
    }

    /// Whether the session, or the routine for itself, puts off the check of bodies.
    fn is_unchecked(&self, options: &[ast::FuncOption]) -> bool {
        let is_definition = |it: &&ast::FuncOption| matches!(it, ast::FuncOption::AsFuncOption(_));
        let own = options.iter().filter(|it| !is_definition(it));
        let mut said = own.filter_map(|it| Bodies::of_setting(&it.syntax().text().to_string()));
        self.session.bodies == Bodies::Unchecked || said.any(|it| it == Bodies::Unchecked)
    }

    /// What the statements of a body name must be there; the arguments are names, too.
    fn statements_of(
        &mut self,
        function: &ast::CreateFunction,
        stmts: &[ast::Stmt],
        place: &SyntaxNode,
    ) {
        let params = function.param_list();
        let params = params.iter().flat_map(|it| it.all_params());
        let names: Vec<String> = params.filter_map(|it| it.name()).map(|it| ident(&it)).collect();
        let own = name_of_function(function);
        let scope = Scope::of_values(&own, &names);
        let mut inner = Binder::new(self.catalog, self.session);
        inner.in_body = true;
        for stmt in stmts {
            if !inner.writes_rows(stmt, &scope) {
                match SelectVariant::cast(stmt.syntax().clone()) {
                    Some(query) => drop(inner.query(&query, Some(&scope))),
                    None => inner.tables_in(stmt.syntax()),
                }
            }
        }
        let calls_itself = |it: &crate::diagnostic::Problem| {
            it.code == "unknown-function" && it.message.contains(&format!("`{own}`"))
        };
        let place = range(place);
        let problems = inner.bound.problems.into_iter().filter(|(_, it)| !calls_itself(it));
        self.bound.problems.extend(problems.map(|(_, it)| (place.clone(), it)));
        self.bound
            .missing
            .extend(inner.bound.missing.into_iter().map(|(_, it)| (place.clone(), it)));
    }

    /// A function that returns something ends in a statement that gives it.
    fn no_result(&mut self, function: &ast::CreateFunction, last: &ast::Stmt, place: &SyntaxNode) {
        let gives = match last {
            ast::Stmt::Insert(it) => it.returning_clause().is_some(),
            ast::Stmt::Update(it) => it.returning_clause().is_some(),
            ast::Stmt::Delete(it) => it.returning_clause().is_some(),
            _ => return,
        };
        if !gives {
            self.without_end(function, place);
        }
    }

    /// Says if a function that returns something ends without giving it.
    fn without_end(&mut self, function: &ast::CreateFunction, place: &SyntaxNode) {
        let returned = function.ret_type().map(|it| super::super::syntax::line(&it).to_lowercase());
        let is_void = returned.as_ref().is_none_or(|it| it.ends_with(" void"));
        if !is_void {
            let why = "the function returns a value, and its last statement gives no rows";
            self.problem(place, problem::function_result(why.to_owned()));
        }
    }

    /// A block in PL/pgSQL is compiled before it runs.
    pub(super) fn block(&mut self, block: &ast::Do) {
        let language = block.do_language().map(|it| language_of(it.syntax()));
        if language.is_none_or(|it| it == "plpgsql") {
            block.body().iter().for_each(|it| self.compiled(it, &Routine::block()));
        }
    }

    /// A body in PL/pgSQL is compiled when its function is created.
    fn block_body(&mut self, options: &[ast::FuncOption], routine: &Routine) {
        let bodies = options.iter().filter(|it| matches!(it, ast::FuncOption::AsFuncOption(_)));
        let literals =
            bodies.flat_map(|it| it.syntax().descendants().filter_map(ast::Literal::cast));
        literals.collect::<Vec<_>>().iter().for_each(|it| self.compiled(it, routine));
    }

    fn compiled(&mut self, literal: &ast::Literal, routine: &Routine) {
        let whole = range(literal.syntax());
        let start = opening(literal).map(|it| whole.start + it);
        let body = literal.string_value().unwrap_or_default();
        for (place, problem) in refused(&body, routine, self.catalog) {
            let place = match start {
                Some(start) => start + place.start..start + place.end,
                None => whole.clone(),
            };
            self.bound.problems.push((place, problem));
        }
    }

    /// What the last query gives must be what a function in SQL returns.
    fn result(&mut self, function: &ast::CreateFunction, last: &ast::Select, place: &SyntaxNode) {
        let outputs = Binder::new(self.catalog, self.session).select(last.syntax(), None);
        let Some(given) = outputs else { return };
        let returned = returned(function);
        if let Some(wanted) = self.width(function, returned.as_ref())
            && !self.fits(&given, wanted)
        {
            return self.problem(place, problem::function_result(wrong_width(wanted, given.len())));
        }
        let ([only], Some(to)) = (given.as_slice(), returned) else { return };
        let Some(from) = only.ty.as_ref().filter(|_| !is_set(function)) else { return };
        if assigns(self.catalog, from, &to) == Some(false) {
            self.problem(place, problem::result_differs(&from.canonical(), &to.canonical()));
        }
    }

    /// How many columns a function returns; nothing if we cannot tell.
    fn width(&self, function: &ast::CreateFunction, returned: Option<&SqlType>) -> Option<usize> {
        let list = function.ret_type().and_then(|it| it.return_table_arg_list());
        if let Some(list) = list {
            return Some(list.syntax().children().count());
        }
        let params = function.param_list();
        let params = params.iter().flat_map(|it| it.all_params());
        let is_given = |it: &ast::Param| {
            let mode = it.mode();
            matches!(mode, Some(ast::ParamMode::ParamOut(_) | ast::ParamMode::ParamInOut(_)))
        };
        match (params.filter(is_given).count(), returned) {
            (0, Some(ty)) => self.parts_of(ty),
            (0 | 1, _) => None,
            (several, _) => Some(several),
        }
    }

    /// How many columns a value of a type is, which is one of any but a row.
    fn parts_of(&self, ty: &SqlType) -> Option<usize> {
        let Some(name) = ty.named.as_ref().filter(|_| !ty.is_array()) else {
            let is_one = ty.is_builtin() && !NO_VALUES.contains(&&*ty.canonical());
            return is_one.then_some(1);
        };
        if let Some(table) = self.catalog.table(name) {
            return (!table.assumed).then_some(table.columns.len());
        }
        match &self.catalog.type_named(name)?.kind {
            TypeKind::Composite(fields) => Some(fields.len()),
            TypeKind::Enum(_) | TypeKind::Domain { .. } => Some(1),
            TypeKind::Other(_) => None,
        }
    }

    /// Whether these columns may be that many; one of them may be a whole row.
    fn fits(&self, given: &[Output], wanted: usize) -> bool {
        match given {
            [] => true,
            [only] => wanted == 1 || only.ty.as_ref().and_then(|it| self.kind(it)).is_none(),
            several => several.len() == wanted,
        }
    }
}

/// What a function returns, or each row of what it returns; nothing for a table.
fn returned(function: &ast::CreateFunction) -> Option<SqlType> {
    let ty = function.ret_type()?.syntax().children().find_map(ast::Type::cast)?;
    Some(super::super::types::sql_type(&ty))
}

fn is_set(function: &ast::CreateFunction) -> bool {
    let ty = function.ret_type().map(|it| super::super::syntax::line(&it).to_ascii_lowercase());
    ty.is_some_and(|it| it.contains("setof "))
}

/// Types of which what a function gives may be anything.
const NO_VALUES: &[&str] = &["record", "void", "trigger", "event_trigger", "any"];

fn wrong_width(wanted: usize, given: usize) -> String {
    let columns =
        |it: usize| if it == 1 { "one column".to_owned() } else { format!("{it} columns") };
    format!("the function returns {}, and its last query gives {}", columns(wanted), columns(given))
}

fn options(list: Option<ast::FuncOptionList>) -> Vec<ast::FuncOption> {
    list.iter().flat_map(|it| it.options()).collect()
}

/// The language that a routine's options name.
fn language(options: &[ast::FuncOption]) -> Option<String> {
    options.iter().find_map(|it| match it {
        ast::FuncOption::LanguageFuncOption(it) => Some(language_of(it.syntax())),
        _ => None,
    })
}

/// The last word of `LANGUAGE plpgsql`.
fn language_of(clause: &SyntaxNode) -> String {
    let text = clause.text().to_string().to_ascii_lowercase();
    let word = text.split_whitespace().last().unwrap_or_default();
    word.trim_matches(['\'', '"']).to_owned()
}

/// Where the text of a literal begins in it, if it stands there as it is: `$$` and `$body$`.
fn opening(literal: &ast::Literal) -> Option<usize> {
    let text = literal.syntax().text().to_string();
    let rest = text.strip_prefix('$')?;
    Some(rest.find('$')? + 2)
}

fn name_of_function(function: &ast::CreateFunction) -> String {
    function.name().and_then(|it| name(&it)).map(|it| it.name).unwrap_or_default()
}
