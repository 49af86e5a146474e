//! Findings that say the same of many places, as one: a mistake that is in three hundred files is one
//! thing to know.

use std::collections::BTreeMap;

use leptos::prelude::*;
use migrascope_core::api::DiagnosticView;

use crate::ui::icon::Icon;
use crate::ui::portion::Portion;
use crate::words;

/// So many are alike before they are told as one.
const MANY: usize = 4;

/// The findings in their order, those that are alike together where the first of them stands.
pub fn groups(all: Vec<DiagnosticView>) -> Vec<Vec<DiagnosticView>> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let shapes: Vec<String> = all.iter().map(shape).collect();
    for it in &shapes {
        *counts.entry(it.clone()).or_default() += 1;
    }
    let mut res: Vec<Vec<DiagnosticView>> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (finding, shape) in all.into_iter().zip(shapes) {
        let is_one_of_many = counts.get(&shape).is_some_and(|n| *n >= MANY);
        let known = places.get(&shape).and_then(|it| res.get_mut(*it));
        match known.filter(|_| is_one_of_many) {
            Some(group) => group.push(finding),
            None => {
                places.insert(shape, res.len());
                res.push(vec![finding]);
            }
        }
    }
    res
}

/// What a finding says without the names and numbers that it says it of.
fn shape(finding: &DiagnosticView) -> String {
    let words = finding.message.split('`').step_by(2);
    let words = words.map(|it| it.replace(|it: char| it.is_ascii_digit(), ""));
    let message = words.collect::<Vec<_>>().join("`");
    format!("{} {} {:?} {message}", finding.severity, finding.code, finding.way)
}

/// A list of findings in which those that are alike are one.
#[component]
pub fn Groups(
    class: &'static str,
    groups: Vec<Vec<DiagnosticView>>,
    /// One finding, as an element of a list.
    row: Callback<(DiagnosticView,), AnyView>,
) -> impl IntoView {
    let len = groups.len();
    let item = Callback::new(move |(idx,): (usize,)| {
        groups.get(idx).map(|it| view! { <Group alike=it.clone() row /> }).into_any()
    });
    view! { <Portion class len item /> }
}

/// A finding, and behind a button those that say the same of other places.
#[component]
fn Group(alike: Vec<DiagnosticView>, row: Callback<(DiagnosticView,), AnyView>) -> impl IntoView {
    let mut alike = alike.into_iter();
    let first = row.run((alike.next().unwrap_or_default(),));
    let rest: Vec<DiagnosticView> = alike.collect();
    if rest.is_empty() {
        return first;
    }
    let open = RwSignal::new(false);
    let len = rest.len();
    let words = format!("{} more like it", words::figure(len));
    let item = Callback::new(move |(idx,): (usize,)| {
        rest.get(idx).map(|it| row.run((it.clone(),))).into_any()
    });
    view! {
        <li class="alike">
            <ul>{first}</ul>
            <button
                type="button"
                class="alike__more"
                aria-expanded=move || open.get().to_string()
                on:click=move |event| {
                    event.stop_propagation();
                    open.update(|it| *it = !*it);
                }
            >
                <Icon name=Signal::derive(move || if open.get() { "down" } else { "right" }) />
                {words}
            </button>
            <Show when=move || open.get()>
                <Portion class="alike__rest" len item />
            </Show>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(code: &str, message: &str) -> DiagnosticView {
        DiagnosticView { code: code.into(), message: message.into(), ..DiagnosticView::default() }
    }

    #[test]
    fn many_that_say_the_same_of_other_names_are_one() {
        let unknown =
            |name: &str| finding("a", &format!("no table `{name}` in line {}", name.len()));
        let mut all: Vec<DiagnosticView> = ["x", "yy", "zzz", "z"].map(unknown).to_vec();
        all.insert(1, finding("b", "no table `x` in line 1"));
        let sizes: Vec<usize> = groups(all.clone()).iter().map(Vec::len).collect();
        assert_eq!(sizes, [4, 1]);
        all.pop();
        assert!(groups(all).iter().all(|it| it.len() == 1), "three are few");
    }
}
