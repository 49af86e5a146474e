//! Statements that change the search path: `SET`, `RESET`, `set_config`.

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::search_path::{PathChange, SearchPath};
use super::expression_called;
use super::syntax::{line_of, stored_name};

/// What a statement of the session, or a call within one, makes the search path.
pub(super) fn change(node: &SyntaxNode) -> Option<PathChange> {
    match node.kind() {
        SyntaxKind::SET => {
            let path = set(node)?;
            Some(PathChange { path, is_local: has_child(node, SyntaxKind::LOCAL_SCOPE) })
        }
        SyntaxKind::RESET => {
            let all = has_child(node, SyntaxKind::ALL);
            let own = node.children().any(|it| is_search_path(&it));
            (all || own).then(reset)
        }
        SyntaxKind::DISCARD => has_child(node, SyntaxKind::DISCARD_ALL).then(reset),
        SyntaxKind::CALL_EXPR => configured(&ast::CallExpr::cast(node.clone())?),
        _ => None,
    }
}

/// The search path that a setting of a function gives it: `SET search_path = app`.
pub(super) fn of_setting(node: &SyntaxNode) -> Option<SearchPath> {
    let setting = node
        .descendants()
        .find(|it| matches!(it.kind(), SyntaxKind::SET_CONFIG_PARAM | SyntaxKind::SET_CONFIG))?;
    if !setting.children().any(|it| is_search_path(&it)) {
        return None;
    }
    let value = setting.children().find(|it| it.kind() == SyntaxKind::TO_CONFIG_VALUE)?;
    let schemas: Vec<String> = value.children().filter_map(|it| schema(&it)).collect();
    // Only `DEFAULT` names no schema at all.
    Some(if schemas.is_empty() { SearchPath::default() } else { SearchPath::new(schemas) })
}

fn set(node: &SyntaxNode) -> Option<SearchPath> {
    let Some(value) = node.children().find(|it| it.kind() == SyntaxKind::SET_SCHEMA_VALUE) else {
        return of_setting(node);
    };
    Some(SearchPath::new(value.children().filter_map(|it| schema(&it))))
}

fn reset() -> PathChange {
    PathChange { path: SearchPath::default(), is_local: false }
}

fn has_child(node: &SyntaxNode, kind: SyntaxKind) -> bool {
    node.children().any(|it| it.kind() == kind)
}

fn is_search_path(node: &SyntaxNode) -> bool {
    node.kind() == SyntaxKind::CONFIG_PARAMETER_REF
        && line_of(node).eq_ignore_ascii_case("search_path")
}

fn schema(node: &SyntaxNode) -> Option<String> {
    match ast::Literal::cast(node.clone()) {
        Some(literal) => literal.string_value(),
        None => Some(stored_name(node)),
    }
}

/// `set_config('search_path', 'app', false)`.
fn configured(call: &ast::CallExpr) -> Option<PathChange> {
    let name = expression_called(&call.expr()?)?;
    if name.name != "set_config" {
        return None;
    }
    let mut given = call.arg_list()?.args().filter_map(|it| it.expr());
    let mut literal = || match given.next()? {
        ast::Expr::Literal(it) => Some(it),
        _ => None,
    };
    let (setting, value, local) = (literal()?, literal()?, literal()?);
    if !setting.string_value()?.eq_ignore_ascii_case("search_path") {
        return None;
    }
    let path = SearchPath::of_setting(&value.string_value()?);
    Some(PathChange { path, is_local: line_of(local.syntax()).eq_ignore_ascii_case("true") })
}
