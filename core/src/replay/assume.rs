//! Objects that revisions use and none has created.
//!
//! About a quarter of real histories begin with tables that the application made, or an older
//! tool. Such an object is taken as there before the first revision, with a note at its first use.
//! If a later statement creates it, it was not there: then its first use is an error.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::run::{Assumed, Assumptions, Run, Statement};
use super::{Replay, Setting, follow};
use crate::catalog::{Catalog, ObjectRef, RoleState, TypeKind};
use crate::diagnostic::{Choice, Diagnostic, Problem, Severity, code};
use crate::name::Name;
use crate::op::{Op, Operation, unknown_object, wrong_kind};
use crate::project::Span;
use crate::python::Mode;
use crate::sql;

/// What is thought of an object that no revision has created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Baseline {
    /// The application, or an older tool, may have made it before the first revision.
    Unknown,
    /// The database begins empty, so it is not there.
    Empty,
}

/// The use of an object.
#[derive(Clone, Copy)]
pub(super) struct Use {
    pub span: Span,
    pub baseline: Baseline,
    /// Whether something ran before it, in the same revision, that can't be known.
    pub after_unknown: bool,
}

/// Applies an operation to a catalog that is made to hold what it needs.
pub(super) fn apply(
    operation: &Operation,
    catalog: &mut Catalog,
    assumptions: &mut Assumptions,
    used: Use,
) -> Result<(), Problem> {
    let created = operation.parts().into_iter().filter_map(created_by);
    let refuted = created.filter(|it| is_assumed(it, catalog)).map(|it| (it, used.span));
    assumptions.refuted.extend(refuted);
    forget(operation, catalog);
    // The columns of composite types have comments, too.
    let takes_types = matches!(operation, Operation::SetComment(_));
    for object in operation.needs() {
        if !takes_types {
            refuse_type(&object, catalog)?;
        }
        take_for_granted(object, catalog, &mut assumptions.made, used);
    }
    operation.apply(catalog)
}

/// Refuses a type where a table is needed.
fn refuse_type(object: &ObjectRef, catalog: &Catalog) -> Result<(), Problem> {
    let ObjectRef::Table(name) = object else { return Ok(()) };
    let own = catalog.type_named(name).filter(|it| !it.assumed);
    let Some(own) = own.filter(|_| !catalog.has(object) && catalog.relation(name).is_none()) else {
        return Ok(());
    };
    Err(match own.kind {
        TypeKind::Composite(_) => wrong_kind(name, "composite type", "table"),
        _ => unknown_object(object),
    })
}

/// Puts an object that is needed into a catalog that does not hold it.
pub(super) fn take_for_granted(
    object: ObjectRef,
    catalog: &mut Catalog,
    assumed: &mut Vec<Assumed>,
    used: Use,
) {
    let of_tool = matches!(&object, ObjectRef::Table(name) if sql::is_of_tool(name));
    let is_unclear = match &object {
        ObjectRef::Table(name) | ObjectRef::Type(name) => catalog.unclear.is_in(&name.name),
        ObjectRef::Schema(name) | ObjectRef::Role(name) => catalog.unclear.is_in(name),
        _ => false,
    };
    // A database that begins empty is on a server that may have roles.
    let is_role = matches!(object, ObjectRef::Role(_));
    let refused = used.baseline == Baseline::Empty && !of_tool && !is_unclear && !is_role;
    let is_there = match &object {
        ObjectRef::Type(name) if refused && catalog.is_extension_type(name) => {
            catalog.has_own_type(name) || catalog.has_extension_type(name)
        }
        // What is there but is no table is said where it is used as one.
        ObjectRef::Table(name) => {
            let is_type = catalog.type_named(name).is_some_and(|it| !it.assumed);
            catalog.has(&object) || catalog.relation(name).is_some() || is_type
        }
        _ => catalog.has(&object),
    };
    if is_there || (refused && assumed.iter().any(|it| it.object == object)) {
        return;
    }
    // What is in a schema that is missing is missing with it.
    let schema = match &object {
        ObjectRef::Table(name) | ObjectRef::Type(name) => name.key().schema,
        _ => None,
    };
    if let Some(schema) = schema {
        take_for_granted(ObjectRef::Schema(schema), catalog, assumed, used);
    }
    // The tool makes its own table, so there is nothing to tell.
    if let ObjectRef::Table(name) = &object
        && of_tool
    {
        catalog.give_table(name);
        return;
    }
    catalog.assume(&object);
    let (span, after_unknown) = (used.span, used.after_unknown || is_unclear);
    assumed.push(Assumed { object, span, refused, after_unknown });
}

/// What a baseline solves is no error where nobody says what the database held before.
pub(super) fn without_baseline(problem: Problem) -> Problem {
    let is_solved = problem.remedy.as_ref().is_some_and(|it| it.choice == Choice::Baseline);
    if is_solved && problem.severity == Severity::Error {
        problem::taken_as_there(&problem)
    } else {
        problem
    }
}

/// What an operation creates was not there before, whatever was assumed.
fn forget(operation: &Operation, catalog: &mut Catalog) {
    let Some(object) = created_by(operation).filter(|it| is_assumed(it, catalog)) else { return };
    match (operation, object) {
        (Operation::CreateTable(_), ObjectRef::Table(name)) => drop(catalog.tables.remove(&name)),
        (_, ObjectRef::Role(name)) => drop(catalog.roles.remove(&name)),
        _ => {}
    }
}

/// Marks what runs otherwise if the tables that later revisions take for granted are there already:
/// nothing says since when they are.
pub(super) fn doubt_early(setting: Setting<'_>, replay: &mut Replay) {
    let mut later: Vec<(usize, ObjectRef)> = Vec::new();
    for (place, revision) in replay.order.iter().enumerate() {
        let assumed = replay.upgrades.get(revision).into_iter().flat_map(|it| &it.assumptions.made);
        let tables = assumed.filter(|it| !it.refused && matches!(it.object, ObjectRef::Table(_)));
        later.extend(tables.map(|it| (place, it.object.clone())));
    }
    let Some(last) = later.last().map(|(place, _)| *place) else { return };
    for (place, revision) in replay.order.clone().into_iter().enumerate().take(last) {
        let Some(run) = replay.upgrades.get_mut(&revision).filter(|it| it.looks) else { continue };
        let mut before = Catalog::clone(&run.before);
        let needed = later.iter().filter(|(at, _)| *at > place).map(|(_, it)| it);
        let missing: Vec<&ObjectRef> = needed.filter(|it| !before.has(it)).collect();
        // The run is the one that is known.
        if missing.is_empty() {
            continue;
        }
        for object in &missing {
            before.assume(object);
        }
        let other = follow::run(setting, revision, run.direction, Mode::Online, Arc::new(before));
        let differs = |(here, there): (&Statement, &Statement)| here.sql != there.sql;
        let at = run.statements.iter().zip(&other.statements).position(differs);
        let shorter = run.statements.len().min(other.statements.len());
        let same = run.statements.len() == other.statements.len();
        let Some(at) = at.or((!same).then_some(shorter)) else { continue };
        let Some(first) = other.statements.get(at).or(run.statements.get(at)) else { continue };
        let (span, table) = (first.span, first.operation.table().map(Name::key));
        let named = missing.iter().filter_map(|it| match it {
            ObjectRef::Table(name) => Some(name),
            _ => None,
        });
        let mut named = named.collect::<Vec<_>>();
        named.sort_by_key(|it| Some(it.key()) != table);
        if let Some(table) = named.first() {
            run.complete = false;
            run.diagnostics.push(problem::since_when(table).at(span));
        }
    }
}

/// Says of every assumed object what it is: there from the start, or used too early.
pub(super) fn explain(replay: &mut Replay) {
    let mut said = Vec::new();
    let creations = creations(replay);
    let elsewhere = |it: &Assumed| creations.get(&it.object).copied();
    for (place, revision) in replay.order.iter().enumerate() {
        let Some(run) = replay.upgrades.get(revision) else { continue };
        for assumed in &run.assumptions.made {
            let later = replay.order.get(place..).unwrap_or_default();
            let mut later = later.iter().filter_map(|it| replay.upgrades.get(it));
            let created = later.find_map(|it| refutation(it, assumed, it.revision == *revision));
            said.push((*revision, explanation(assumed, created, elsewhere(assumed))));
        }
    }
    for (revision, diagnostic) in said {
        if let Some(run) = replay.upgrades.get_mut(&revision) {
            run.diagnostics.push(diagnostic);
        }
    }
    for run in replay.downgrades.values_mut() {
        let notes: Vec<Diagnostic> =
            run.assumptions.made.iter().map(|it| explanation(it, None, elsewhere(it))).collect();
        run.diagnostics.extend(notes);
    }
}

/// Every object that any run creates, and where one of them does.
fn creations(replay: &Replay) -> BTreeMap<ObjectRef, Span> {
    let statements = replay.runs().flat_map(|it| &it.statements);
    let made = statements.flat_map(|it| {
        let created = it.operation.parts().into_iter().filter_map(created_by);
        created.map(|object| (object, it.span)).collect::<Vec<_>>()
    });
    made.collect()
}

/// Where a run creates the object, which then can't have been there; in the run that assumed it
/// only what comes after counts.
fn refutation(run: &Run, assumed: &Assumed, same_run: bool) -> Option<Span> {
    let after = |span: Span| !same_run || span.start > assumed.span.start;
    let refuted = run.assumptions.refuted.iter();
    let mut own = refuted.filter(|(it, span)| *it == assumed.object && after(*span));
    own.next().map(|(_, span)| *span)
}

/// The object that an operation creates, of the kinds that can be assumed; nothing if it would do
/// with one that is there.
fn created_by(operation: &Operation) -> Option<ObjectRef> {
    match operation {
        Operation::CreateTable(it) if !it.if_not_exists => {
            Some(ObjectRef::Table(it.table.name.key()))
        }
        Operation::CreateView(it) if !it.if_not_exists => {
            Some(ObjectRef::Table(it.view.name.key()))
        }
        Operation::CreateType(it) => Some(ObjectRef::Type(it.ty.name.key())),
        Operation::CreateSchema(it) if !it.if_not_exists => {
            Some(ObjectRef::Schema(it.name.clone()))
        }
        Operation::ChangeRole(it) if it.makes_one() => Some(ObjectRef::Role(it.role.clone())),
        _ => None,
    }
}

/// Whether the catalog holds the object only since it was taken for granted.
fn is_assumed(object: &ObjectRef, catalog: &Catalog) -> bool {
    match object {
        ObjectRef::Table(name) => catalog.table(name).is_some_and(|it| it.assumed),
        ObjectRef::Type(name) => catalog.type_named(name).is_some_and(|it| it.assumed),
        ObjectRef::Role(name) => catalog.roles.get(name) == Some(&RoleState::Assumed),
        _ => catalog.has(object),
    }
}

/// What is said of an assumed object: a later run of the same way may create it, or any run of
/// either way.
fn explanation(assumed: &Assumed, created: Option<Span>, elsewhere: Option<Span>) -> Diagnostic {
    match created {
        Some(later) => problem::used_before_created(&assumed.object)
            .at(assumed.span)
            .also(later, "it is created here"),
        None if assumed.refused => problem::missing(&assumed.object).at(assumed.span),
        None if assumed.after_unknown => problem::uncertain(&assumed.object).at(assumed.span),
        None => match elsewhere {
            Some(place) => problem::not_there(&assumed.object)
                .at(assumed.span)
                .also(place, "it is created here"),
            None => problem::assumed(&assumed.object).at(assumed.span),
        },
    }
}

mod problem {
    use super::{Choice, Name, ObjectRef, Problem, code};

    pub(super) fn assumed(object: &ObjectRef) -> Problem {
        let message =
            format!("no revision creates {}; taken as there from the start", words(object));
        let note = Problem::note(code::ASSUMED_OBJECT, message);
        if matches!(object, ObjectRef::Role(_)) {
            return note.help("make sure that the server has it before this runs");
        }
        note.help("give the baseline that the first revision starts from to see all of it")
            .remedy(Choice::Baseline)
    }

    pub(super) fn taken_as_there(refusal: &Problem) -> Problem {
        let message = format!("{}; taken as there from the start", refusal.message);
        Problem::note(code::ASSUMED_OBJECT, message)
            .help("give the baseline that the first revision starts from to see all of it")
            .remedy(Choice::Baseline)
    }

    pub(super) fn not_there(object: &ObjectRef) -> Problem {
        let message = format!("{} is not there when this runs; taken as there", words(object));
        Problem::warning(code::ASSUMED_OBJECT, message)
            .help("bring it back before, where it was dropped; the database refuses this else")
    }

    pub(super) fn since_when(table: &Name) -> Problem {
        let message = format!(
            "what runs here hangs on since when `{table}` is there, which a later revision needs and \
             none creates"
        );
        Problem::warning(code::ASSUMED_OBJECT, message)
            .help("give the baseline that the first revision starts from")
            .remedy(Choice::Baseline)
    }

    pub(super) fn uncertain(object: &ObjectRef) -> Problem {
        let message = format!("nothing that is known creates {}; taken as there", words(object));
        Problem::note(code::ASSUMED_OBJECT, message)
            .help("look for it in the statements before that can't be known from the files")
    }

    pub(super) fn missing(object: &ObjectRef) -> Problem {
        let code = match object {
            ObjectRef::Schema(_) => "unknown-schema",
            ObjectRef::Type(_) => "unknown-type",
            _ => "unknown-table",
        };
        Problem::error(code, format!("no {} at this revision", words(object)))
            .help("if it is there before the first revision, give the baseline that it comes from")
            .remedy(Choice::Baseline)
    }

    pub(super) fn used_before_created(object: &ObjectRef) -> Problem {
        let message = format!("{} is used before it is created", words(object));
        Problem::error("used-before-created", message)
            .help("move the statement that creates it in front of this one")
    }

    fn words(object: &ObjectRef) -> String {
        match object {
            ObjectRef::Schema(name) => format!("schema `{name}`"),
            ObjectRef::Role(name) => format!("role `{}`", name.trim_matches('"')),
            ObjectRef::Type(name) => format!("type `{name}`"),
            ObjectRef::Table(name) => format!("table `{name}`"),
            other => format!("`{other:?}`"),
        }
    }
}
