//! `*`: the columns that stand for it, those that a join makes one of several first.

use squawk_syntax::ast::{self, AstNode};

use super::super::syntax::range;
use super::scope::{Output, Outputs, Scope, Source};
use super::{Binder, problem};
use crate::dialect::POSTGRESQL;

impl Binder<'_> {
    /// Puts the columns of all sources, or of one, to those of a query.
    pub(super) fn star(
        &mut self,
        target: &ast::Target,
        of_source: Option<String>,
        scope: &Scope<'_>,
        outputs: &mut Outputs,
    ) {
        let found = match &of_source {
            Some(name) => {
                let source = scope.source(name);
                if source.is_none() {
                    self.problem(target.syntax(), problem::unknown_source(name));
                }
                source.and_then(|it| columns_of(it, |_| true))
            }
            None => all_columns(scope),
        };
        let (Some(found), Some(given)) = (found, outputs.as_mut()) else {
            *outputs = None;
            return;
        };
        let is_qualified = scope.sources.len() > 1 || of_source.is_some();
        let written: Vec<String> = found.iter().map(|it| it.written(is_qualified)).collect();
        for it in &found {
            let relations = it.sources.iter().filter_map(|it| it.relation.clone());
            self.used.extend(relations.map(|relation| (relation, it.output.name.clone())));
            given.push(it.output.clone());
        }
        self.expands(
            range(target.syntax()),
            target.syntax().text().to_string(),
            written.join(", "),
        );
    }
}

/// A column that stands for a part of a `*`.
struct Standing<'s> {
    output: &'s Output,
    /// Where it comes from: from several where a join makes one of them.
    sources: Vec<&'s Source>,
    /// Whether its name alone means it.
    is_plain: bool,
}

impl Standing<'_> {
    fn written(&self, is_qualified: bool) -> String {
        let column = POSTGRESQL.quote_name(&self.output.name);
        match self.sources.first().filter(|_| is_qualified && !self.is_plain) {
            Some(source) => format!("{}.{column}", POSTGRESQL.quote_name(&source.name)),
            None => column,
        }
    }
}

/// The columns of all sources in their order; nothing if some cannot be known.
fn all_columns<'s>(scope: &'s Scope<'_>) -> Option<Vec<Standing<'s>>> {
    let mut all = Vec::new();
    if scope.natural {
        return None;
    }
    for (at, source) in scope.sources.iter().enumerate() {
        for join in scope.merged.iter().filter(|it| it.sources.start == at) {
            let sides = scope.sources.get(join.sources.clone())?;
            all.extend(join.columns.iter().filter_map(|it| merged(it, sides, scope)));
        }
        all.extend(columns_of(source, |it| scope.merged_with(at, it).is_none())?);
    }
    Some(all)
}

/// A column that a join makes one of those on its sides.
fn merged<'s>(column: &str, sides: &'s [Source], scope: &Scope<'_>) -> Option<Standing<'s>> {
    let of_name = |source: &'s Source| {
        let output = source.outputs.iter().flatten().find(|it| it.name == column)?;
        Some((source, output))
    };
    let found: Vec<(&Source, &Output)> = sides.iter().filter_map(of_name).collect();
    let (_, output) = found.first()?;
    let is_plain = scope.column(column) != super::scope::Found::Ambiguous;
    let sources = found.iter().map(|(source, _)| *source).collect();
    Some(Standing { output, sources, is_plain })
}

fn columns_of<'s>(
    source: &'s Source,
    is_wanted: impl Fn(&str) -> bool,
) -> Option<Vec<Standing<'s>>> {
    let outputs = source.outputs.as_ref()?.iter().filter(|it| is_wanted(&it.name));
    let column = |output| Standing { output, sources: vec![source], is_plain: false };
    Some(outputs.map(column).collect())
}
