//! The Findings screen: everything that was found in the files, worst first.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use migrascope_core::api::{DiagnosticView, Overview, Way};

use super::alike::{self, Groups};
use super::filter;
use super::finding::Finding;
use super::history::Find;
use super::parts::{Nothing, Severity};
use super::revision::RevisionDetails;
use super::source::SourcePeek;
use crate::place::{Place, SourceLine};
use crate::session::Session;
use crate::ui::panes::{Pane, Panes};
use crate::words;

/// The severities, worst first.
const SEVERITIES: [&str; 3] = ["error", "warning", "note"];

/// The ways on which findings are met: what they are called, and what finds them.
const WAYS: [(Way, &str, &str); 2] =
    [(Way::Upgrade, "upgrade", "on:upgrade"), (Way::Downgrade, "rollback", "on:rollback")];

/// How many findings, which ones, and the source of the chosen one.
#[component]
pub fn Findings(overview: Arc<Overview>) -> impl IntoView {
    let session = Session::here();
    let shown = RwSignal::new(Pane::Main);
    let all = overview.diagnostics.clone();
    let has_any = !all.is_empty();
    let steps = Steps::of(&overview);
    let row = Callback::new(|(finding,): (DiagnosticView,)| view! { <Row finding /> }.into_any());
    let found = Memo::new(move |_| alike::groups(sorted(&all, &steps, &session.place.read().find)));
    let list = has_any.then(|| view! { <Kinds overview=overview.clone() /> }).into_any();
    let main = view! {
        <Find label="Find a finding" hint="code, message, file, revision" />
        <div class="findings" on:click=move |_| shown.set(Pane::Details)>
            {move || {
                let groups = found.get();
                let is_any = !groups.is_empty();
                is_any.then(|| view! { <Groups class="findings__rows" groups row /> })
            }}
        </div>
        <Show when=move || found.read().is_empty()>
            {if has_any {
                view! { <Nothing title="Nothing found" advice="No finding holds all of that." /> }
            } else {
                view! { <Nothing title="No findings" advice="Every file was read, and nothing that it does is refused or unknown." /> }
            }}
        </Show>
    }
    .into_any();
    let details = view! {
        <SourcePeek />
        <RevisionDetails />
    }
    .into_any();
    view! { <Panes names=["Kinds", "Findings", "Details"] shown list main details /> }
}

/// How many there are of each severity, and of each code.
#[component]
fn Kinds(overview: Arc<Overview>) -> impl IntoView {
    let session = Session::here();
    let kind = move |word: String, n: usize, name: AnyView| {
        let (asked, target) = (word.clone(), word);
        let pressed = move || filter::asks(&session.place.read().find, &asked).to_string();
        let toggle = move |_| {
            let place = session.place.get_untracked();
            let find = filter::toggled(&place.find, &target);
            session.slide(&Place { find, ..place });
        };
        view! {
            <li>
                <button type="button" class="facets__facet" aria-pressed=pressed on:click=toggle>
                    {name}
                    <span class="facets__n">{words::figure(n)}</span>
                </button>
            </li>
        }
    };
    let severities = SEVERITIES.map(|word| {
        let n = overview.diagnostics.iter().filter(|it| it.severity == word).count();
        let name = view! { <Severity word=word.to_owned() /> };
        (n > 0).then(|| kind(word.to_owned(), n, name.into_any()))
    });
    let ways = WAYS.map(|(way, title, word)| {
        let n = overview.diagnostics.iter().filter(|it| it.way == Some(way)).count();
        (n > 0).then(|| kind(word.to_owned(), n, title.into_any()))
    });
    let runs = overview.diagnostics.iter().any(|it| it.way.is_some());
    let codes = codes(&overview.diagnostics);
    view! {
        <h2 class="section__title">"How serious"</h2>
        <ul class="facets">{severities}</ul>
        <Show when=move || runs>
            <h2 class="section__title">"When it runs"</h2>
        </Show>
        <ul class="facets">{ways}</ul>
        <h2 class="section__title">"What"</h2>
        <ul class="facets">
            {codes
                .into_iter()
                .map(|(code, n)| {
                    let name = view! { <span class="mono">{code.clone()}</span> };
                    kind(code, n, name.into_any())
                })
                .collect_view()}
        </ul>
    }
}

/// A finding in the list; choosing it goes to its place.
#[component]
fn Row(finding: DiagnosticView) -> impl IntoView {
    let session = Session::here();
    let target = finding.clone();
    let go = move |event: leptos::ev::MouseEvent| {
        let place = at(&session.place.get_untracked(), &target);
        // A link in the row has gone to its line already; that was the step to come back from.
        if event.default_prevented() { session.slide(&place) } else { session.go(&place) }
    };
    let mine = finding.place.clone();
    let chosen = move || {
        let place = session.place.read();
        let (Some(at), Some(mine)) = (&place.at, &mine) else { return None };
        (at.file == mine.file && at.line == mine.line).then_some("true")
    };
    let revision = finding.revision.clone();
    view! {
        <li class="findings__row" aria-current=chosen on:click=go>
            <Finding finding />
            {revision.map(|id| view! { <p class="findings__revision mono">{id}</p> })}
        </li>
    }
}

/// The place where a finding is: its revision, its line.
fn at(place: &Place, finding: &DiagnosticView) -> Place {
    let line = finding.place.as_ref();
    Place {
        revision: finding.revision.clone().or_else(|| place.revision.clone()),
        at: line.map(|it| SourceLine { file: it.file.clone(), line: it.line }),
        statement: None,
        ..place.clone()
    }
}

/// Where revisions and their files stand in the order of upgrade.
#[derive(Default)]
struct Steps {
    revisions: BTreeMap<String, usize>,
    files: BTreeMap<String, usize>,
}

impl Steps {
    fn of(overview: &Overview) -> Self {
        let rows = &overview.revisions;
        Self {
            revisions: rows.iter().map(|row| (row.id.clone(), row.step)).collect(),
            files: rows.iter().map(|row| (row.place.file.clone(), row.step)).collect(),
        }
    }

    /// Nothing for what is said of the project as a whole, which comes first.
    fn step(&self, finding: &DiagnosticView) -> Option<usize> {
        let of_file = || self.files.get(&finding.place.as_ref()?.file);
        let step = finding.revision.as_ref().and_then(|id| self.revisions.get(id));
        step.or_else(of_file).copied()
    }
}

/// The findings that hold every looked-for word, worst first, those of one severity in the order
/// in which they are met: of the revisions, then of their lines.
fn sorted(all: &[DiagnosticView], steps: &Steps, find: &str) -> Vec<DiagnosticView> {
    let wanted: Vec<String> = find.split_whitespace().map(str::to_lowercase).collect();
    let holds = |finding: &&DiagnosticView| wanted.iter().all(|word| text(finding).contains(word));
    let mut res: Vec<DiagnosticView> = all.iter().filter(holds).cloned().collect();
    let rank = |it: &DiagnosticView| SEVERITIES.iter().position(|word| *word == it.severity);
    let place = |it: &DiagnosticView| it.place.as_ref().map(|it| (it.file.clone(), it.line));
    res.sort_by_cached_key(|it| (rank(it), steps.step(it), place(it)));
    res
}

fn text(finding: &DiagnosticView) -> String {
    let file = finding.place.as_ref().map_or("", |it| it.file.as_str());
    let revision = finding.revision.as_deref().unwrap_or_default();
    let way = WAYS.iter().find(|it| Some(it.0) == finding.way).map_or("", |it| it.2);
    let words = [&*finding.severity, &finding.code, &finding.message, file, revision, way];
    words.join(" ").to_lowercase()
}

/// Every code with how often it occurs, the most frequent first.
fn codes(all: &[DiagnosticView]) -> Vec<(String, usize)> {
    let mut res: Vec<(String, usize)> = Vec::new();
    for finding in all {
        match res.iter_mut().find(|(code, _)| *code == finding.code) {
            Some((_, n)) => *n += 1,
            None => res.push((finding.code.clone(), 1)),
        }
    }
    res.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    res
}

#[cfg(test)]
mod tests {
    use migrascope_core::api::RevisionRow;

    use super::*;

    fn finding(severity: &str, code: &str) -> DiagnosticView {
        DiagnosticView { severity: severity.into(), code: code.into(), ..DiagnosticView::default() }
    }

    #[test]
    fn the_worst_comes_first() {
        let all = [finding("note", "a"), finding("error", "b"), finding("warning", "c")];
        let order: Vec<String> =
            sorted(&all, &Steps::default(), "").into_iter().map(|it| it.code).collect();
        assert_eq!(order, ["b", "c", "a"]);
        assert_eq!(sorted(&all, &Steps::default(), "warning C").len(), 1);
    }

    #[test]
    fn findings_come_in_the_order_in_which_they_are_met() {
        let row = |id: &str, step| RevisionRow { id: id.into(), step, ..RevisionRow::default() };
        let overview =
            Overview { revisions: vec![row("a", 1), row("z", 0)], ..Overview::default() };
        let of = |id: &str| DiagnosticView { revision: Some(id.into()), ..finding("error", id) };
        let all = [of("a"), of("z"), finding("error", "project")];
        let found = sorted(&all, &Steps::of(&overview), "").into_iter();
        assert_eq!(found.map(|it| it.code).collect::<Vec<_>>(), ["project", "z", "a"]);
    }

    #[test]
    fn a_finding_is_found_by_the_way_it_is_met() {
        let back = DiagnosticView { way: Some(Way::Downgrade), ..finding("error", "b") };
        let all = [finding("error", "a"), back];
        let found = sorted(&all, &Steps::default(), "error on:rollback");
        assert_eq!(found.iter().map(|it| &*it.code).collect::<Vec<_>>(), ["b"]);
    }

    #[test]
    fn the_most_frequent_code_comes_first() {
        let all = [finding("note", "a"), finding("error", "b"), finding("note", "b")];
        assert_eq!(codes(&all), [("b".to_owned(), 2), ("a".to_owned(), 1)]);
    }
}
