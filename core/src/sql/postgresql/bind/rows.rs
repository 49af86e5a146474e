//! The columns that a function gives where it stands behind `FROM`.

use squawk_syntax::ast::{self, AstNode};

use super::super::syntax::ident;
use super::super::types::sql_type;
use super::Binder;
use super::expression::called;
use super::infer::element_of;
use super::scope::{Output, Outputs, Scope};
use crate::catalog::{Function, SqlType, TypeKind};

impl Binder<'_> {
    /// The columns of a function's rows; the only column of some is called after the alias.
    pub(super) fn rows(
        &self,
        call: &ast::CallExpr,
        alias: Option<&str>,
        scope: &Scope<'_>,
    ) -> Outputs {
        let called = called(&call.expr()?)?;
        let mut own = self.catalog.functions.values().filter(|it| it.key.name.name == called.name);
        if let Some(function) = own.next() {
            let is_meant = own.next().is_none() && function.key.name.key() == called.key();
            return is_meant.then(|| self.rows_of(function, alias)).flatten();
        }
        let name = called.name;
        if let Some((_, columns)) = ROWS.iter().find(|(it, _)| *it == name) {
            let column = |(name, ty): &(&str, &str)| Output {
                name: (*name).to_owned(),
                ty: Some(SqlType::new(*ty)),
            };
            return Some(columns.iter().map(column).collect());
        }
        let arguments: Vec<_> = call.arg_list().into_iter().flat_map(|it| it.args()).collect();
        if name == "unnest" && arguments.len() > 1 {
            let arrays = arguments.iter().filter_map(|it| it.expr());
            let column = |array| Output {
                name: name.clone(),
                ty: self.type_of(&array, scope).and_then(|it| element_of(&it)),
            };
            return Some(arrays.map(column).collect());
        }
        let first = arguments.first().and_then(|it| self.type_of(&it.expr()?, scope));
        if name == "unnest" && first.is_none_or(|it| it.canonical() == "tsvector") {
            // A text is searched by words, each with its places.
            return None;
        }
        let (_, ty) = VALUES.iter().find(|(it, _)| *it == name)?;
        let of_argument = || self.type_of(&ast::Expr::CallExpr(call.clone()), scope);
        let ty = ty.map(SqlType::new).or_else(of_argument);
        Some(vec![Output { name: alias.unwrap_or(&name).to_owned(), ty }])
    }

    /// What a function of the project's own gives, as it was made.
    fn rows_of(&self, function: &Function, alias: Option<&str>) -> Outputs {
        let parse = squawk_syntax::SourceFile::parse(&function.definition);
        let create = parse.tree().stmts().find_map(|it| match it {
            ast::Stmt::CreateFunction(it) => Some(it),
            _ => None,
        })?;
        let params = create.param_list();
        let told = params.iter().flat_map(ast::ParamList::all_params);
        let told: Vec<ast::Param> = told.filter(is_told).collect();
        let returns = create.ret_type();
        if let Some(list) = returns.as_ref().and_then(ast::RetType::return_table_arg_list) {
            let columns = list.syntax().children().map(|it| self.column_of_row(&it));
            return columns.collect();
        }
        match (told.as_slice(), returns) {
            ([], Some(returns)) => {
                let ast::FuncType::Type(ty) = returns.func_type()? else { return None };
                let name = alias.unwrap_or(&function.key.name.name);
                self.columns_of_value(sql_type(&ty), name)
            }
            ([only], _) if only.name().is_none() => None,
            (several, _) => several.iter().map(|it| self.column_of_row(it.syntax())).collect(),
        }
    }

    /// A name and its type: a column of `RETURNS TABLE`, an argument that is told.
    fn column_of_row(&self, node: &squawk_syntax::SyntaxNode) -> Option<Output> {
        let argument = node.children().find_map(ast::ParamName::cast).map(|it| ident(&it));
        let column = || node.children().find_map(ast::ColumnName::cast).map(|it| ident(&it));
        let name = argument.or_else(column)?;
        let ty = node.descendants().find_map(ast::Type::cast).map(|it| sql_type(&it));
        let ty = ty.filter(|it| it.named.as_ref().is_none_or(|it| self.catalog.has_own_type(it)));
        Some(Output { name, ty })
    }

    /// The columns of a value: those of a row, or the only one, which is called after what gave it.
    fn columns_of_value(&self, ty: SqlType, name: &str) -> Outputs {
        let output =
            |name: &str, ty: &SqlType| Output { name: name.to_owned(), ty: Some(ty.clone()) };
        let Some(named) = ty.named.as_ref().filter(|_| !ty.is_array()) else {
            let is_one = ty.is_array() || ty.is_builtin() && ty.canonical() != "record";
            return is_one.then(|| vec![output(name, &ty)]);
        };
        if let Some(table) = self.catalog.table(named) {
            let columns = table.columns.iter().map(|it| output(&it.name, &it.ty));
            return (!table.assumed).then(|| columns.collect());
        }
        match &self.catalog.type_named(named)?.kind {
            TypeKind::Composite(parts) => {
                Some(parts.iter().map(|(name, ty)| output(name, ty)).collect())
            }
            TypeKind::Enum(_) | TypeKind::Domain { .. } => Some(vec![output(name, &ty)]),
            TypeKind::Other(_) => None,
        }
    }
}

/// Whether an argument is one that a function tells.
fn is_told(argument: &ast::Param) -> bool {
    matches!(argument.mode(), Some(ast::ParamMode::ParamOut(_) | ast::ParamMode::ParamInOut(_)))
}

/// Functions that stand behind `FROM` and the columns of their rows, where these have names.
#[rustfmt::skip]
const ROWS: &[(&str, &[(&str, &str)])] = &[
    ("json_array_elements", &[("value", "json")]),
    ("json_array_elements_text", &[("value", "text")]),
    ("json_each", &[("key", "text"), ("value", "json")]),
    ("json_each_text", &[("key", "text"), ("value", "text")]),
    ("jsonb_array_elements", &[("value", "jsonb")]),
    ("jsonb_array_elements_text", &[("value", "text")]),
    ("jsonb_each", &[("key", "text"), ("value", "jsonb")]),
    ("jsonb_each_text", &[("key", "text"), ("value", "text")]),
    ("pg_get_keywords", &[("word", "text"), ("catcode", "\"char\""), ("barelabel", "boolean"), ("catdesc", "text"), ("baredesc", "text")]),
];

/// Functions behind `FROM` whose rows are single values, and the type if it is always the same.
const VALUES: &[(&str, Option<&str>)] = &[
    ("generate_series", None),
    ("generate_subscripts", Some("integer")),
    ("json_object_keys", Some("text")),
    ("jsonb_object_keys", Some("text")),
    ("regexp_split_to_table", Some("text")),
    ("string_to_table", Some("text")),
    ("unnest", None),
];
