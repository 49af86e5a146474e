//! What functions of extensions do to tables when a query calls them: one file per extension, one
//! row per function.

mod postgis;
mod timescaledb;

use squawk_syntax::ast;

use super::bind::expression::named;
use super::syntax::{ident, line};
use crate::catalog::{Catalog, calls};
use crate::name::Name;
use crate::op::Operation;

/// What a call comes to over the schema that it runs over; nothing if that is not known.
type Does = fn(&Args, &Catalog) -> Option<Vec<Operation>>;

/// Functions that change tables.
static FUNCTIONS: &[(&str, Does)] = &[
    ("add_dimension", |_, _| None),
    ("addgeometrycolumn", postgis::add_column),
    ("create_hypertable", timescaledb::create_hypertable),
    // Of pg_partman, whose partitions hang on its settings and on the day.
    ("create_parent", |_, _| None),
    ("create_sub_parent", |_, _| None),
    ("dropgeometrycolumn", postgis::drop_column),
    ("dropgeometrytable", postgis::drop_table),
    ("populate_geometry_columns", |_, _| None),
    ("run_maintenance", |_, _| None),
    ("undo_partition", |_, _| None),
    ("updategeometrysrid", |_, _| None),
];

/// Procedures that change rows and jobs alone, sorted.
const OF_DATA: &[&str] = &[
    "add_columnstore_policy",
    "convert_to_columnstore",
    "convert_to_rowstore",
    "recompress_chunk",
    "refresh_continuous_aggregate",
    "remove_columnstore_policy",
    "run_analyze_proc",
    "run_job",
];

/// Whether a procedure of an extension is known to change nothing of the schema.
pub(super) fn changes_nothing(callee: &Name) -> bool {
    OF_DATA.binary_search(&&*callee.name).is_ok()
}

/// The first function that changes tables and that a text calls, if the project has none of that name.
pub(super) fn called(sql: &str, catalog: &Catalog) -> Option<&'static str> {
    let lower = sql.to_ascii_lowercase();
    let is_own = |name: &str| catalog.functions.keys().any(|it| it.name.name == name);
    let mut names = FUNCTIONS.iter().map(|(name, _)| *name);
    names.find(|it| lower.contains(it) && calls(&lower, it) && !is_own(it))
}

/// What a call of one of these functions does; nothing if it is of another, or if what it does is
/// not known.
pub(super) fn operations(
    callee: &Name,
    list: Option<&ast::ArgList>,
    catalog: &Catalog,
) -> Option<Vec<Operation>> {
    let (_, does) = FUNCTIONS.iter().find(|(name, _)| callee.name == *name)?;
    does(&Args::of(list?)?, catalog)
}

/// What a function is given.
struct Args {
    by_place: Vec<Arg>,
    by_name: Vec<(String, Arg)>,
}

impl Args {
    fn of(list: &ast::ArgList) -> Option<Self> {
        let mut res = Self { by_place: Vec::new(), by_name: Vec::new() };
        for arg in list.args() {
            match arg.func_arg_expr()? {
                ast::FuncArgExpr::NamedArg(it) => {
                    res.by_name.push((ident(&it.name()?), Arg::of(&it.expr()?)));
                }
                ast::FuncArgExpr::Expr(it) => res.by_place.push(Arg::of(&it)),
            }
        }
        Some(res)
    }

    /// All of them, if none is given by name.
    fn by_place(&self) -> Option<&[Arg]> {
        self.by_name.is_empty().then_some(&self.by_place)
    }

    fn named(&self, name: &str) -> Option<&Arg> {
        self.by_name.iter().find_map(|(own, arg)| (own == name).then_some(arg))
    }

    /// The one at this place, or under one of these names.
    fn at(&self, place: usize, names: &[&str]) -> Option<&Arg> {
        self.by_place.get(place).or_else(|| names.iter().find_map(|it| self.named(it)))
    }
}

/// One thing that a function is given.
enum Arg {
    Text(String),
    Number(i64),
    Flag(bool),
    /// As written.
    Other(String),
}

impl Arg {
    fn of(expr: &ast::Expr) -> Self {
        let text = line(expr);
        match text.to_ascii_lowercase().as_str() {
            "true" => return Self::Flag(true),
            "false" => return Self::Flag(false),
            _ => {}
        }
        if let Ok(number) = text.replace(' ', "").parse() {
            return Self::Number(number);
        }
        let literal = match expr {
            ast::Expr::Literal(it) => it.string_value(),
            _ => None,
        };
        literal.map_or(Self::Other(text), Self::Text)
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The table that a text names as SQL does: `app."T"`.
    fn relation(&self) -> Option<Name> {
        self.text().map(named)
    }

    /// The column that is named, by itself or as `by_range('time')`.
    fn dimension(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Other(text) => {
                let inside = text.strip_prefix("by_range(")?.trim_start().strip_prefix('\'')?;
                Some(inside.split_once('\'')?.0.to_owned())
            }
            Self::Number(_) | Self::Flag(_) => None,
        }
    }
}
