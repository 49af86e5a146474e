//! A text of code: numbered lines, colored words, lines that can be lit and chosen.

use std::ops::Range;
use std::sync::Arc;

use leptos::ev::MouseEvent;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::highlight::{Language, Part, lines};
use super::window::bring_into_sight;
use crate::words;

/// How many lines are drawn at once; a longer text comes in portions as the reader asks for more.
const PORTION: usize = 2_000;

/// How many lines before the one that is asked for are drawn with it.
const BEFORE: usize = 200;

/// How much of a line is drawn, in bytes: what is longer is data, which nobody reads here.
const LONGEST: usize = 20_000;

/// A text that never changes while it is shown.
#[component]
pub fn Code(
    /// Starts the ids of the lines in the page.
    id: &'static str,
    label: &'static str,
    text: Arc<str>,
    language: Language,
    /// The lines that are lit, counted from one, both ends included.
    #[prop(into)]
    lit: Signal<Vec<(u32, u32)>>,
    /// Called with the line that the reader chooses.
    on_choose: Callback<(u32,)>,
) -> impl IntoView {
    let area = NodeRef::<Div>::new();
    let n_lines = text.lines().count();
    let first_lit = lit.get_untracked().first().map_or(0, |(line, _)| *line as usize);
    let shown = RwSignal::new(portion_with(first_lit));
    show_lit(area, id, lit, shown);
    let drawn = move || {
        let shown = shown.get();
        let first = shown.start as u32 + 1;
        let numbered = (first..).zip(lines(&text, language, shown));
        numbered
            .map(|(number, (line, parts))| code_line(id, number, line, &parts, lit))
            .collect_view()
    };
    let choose = move |event: MouseEvent| {
        if let Some(line) = line_of(&event).filter(|_| !is_selecting()) {
            on_choose.run((line,));
        }
    };
    let above = move || shown.read().start;
    let below = move || n_lines.saturating_sub(shown.read().end);
    let more = move |n: usize, word: &str| format!("{} lines {word}", words::figure(n));
    view! {
        <div node_ref=area class="code" tabindex="0" role="group" aria-label=label on:click=choose>
            <Show when=move || above() != 0>
                <button
                    type="button"
                    class="code__more"
                    on:click=move |_| shown.update(|it| it.start = it.start.saturating_sub(PORTION))
                >
                    {move || more(above(), "above")}
                </button>
            </Show>
            {drawn}
            <Show when=move || below() != 0>
                <button
                    type="button"
                    class="code__more"
                    on:click=move |_| shown.update(|it| it.end += PORTION)
                >
                    {move || more(below(), "more")}
                </button>
            </Show>
        </div>
    }
}

fn code_line(
    id: &'static str,
    number: u32,
    line: &str,
    parts: &[Part],
    lit: Signal<Vec<(u32, u32)>>,
) -> impl IntoView + use<> {
    let cut = line.floor_char_boundary(LONGEST);
    let (line, rest) = line.split_at_checked(cut).unwrap_or((line, ""));
    let (parts, _) = split_at(parts, cut);
    let rest = (!rest.is_empty()).then(|| {
        let words = format!(" … {} more characters", words::figure(rest.chars().count()));
        view! { <em class="code__rest">{words}</em> }
    });
    let is_lit = Memo::new(move |_| {
        lit.read().iter().any(|(from, to)| (*from..=*to).contains(&number)).then_some("true")
    });
    let (indent, parts) = split_at(&parts, indent_of(line));
    view! {
        <div class="code__line" id=format!("{id}-{number}") data-line=number data-lit=is_lit>
            <span class="code__number" aria-hidden="true">
                {number}
            </span>
            <code class="code__text">
                <span class="code__indent">{colored(line, &indent)}</span>
                {colored(line, &parts)}
                {rest}
            </code>
        </div>
    }
}

/// Where the first letter of an indented line ends. Up to there it never wraps: else a word that is
/// longer than the page would leave its indentation alone on a line.
fn indent_of(line: &str) -> usize {
    let text = line.trim_start();
    let first = text.chars().next().filter(|_| text.len() < line.len());
    first.map_or(0, |it| line.len() - text.len() + it.len_utf8())
}

/// The parts before this byte, and those from there on.
fn split_at(parts: &[Part], at: usize) -> (Vec<Part>, Vec<Part>) {
    let clipped = |from: usize, to: usize| {
        let clip = |(kind, it): &Part| (*kind, it.start.max(from)..it.end.min(to));
        parts.iter().map(clip).filter(|(_, it)| !it.is_empty()).collect()
    };
    (clipped(0, at), clipped(at, usize::MAX))
}

/// The parts of a line as text, each in its color. What a file holds is never markup.
fn colored(line: &str, parts: &[Part]) -> impl IntoView + use<> {
    parts
        .iter()
        .map(|(kind, at)| {
            let text = line.get(at.clone()).unwrap_or_default().to_owned();
            match kind.word() {
                Some(word) => view! { <span data-kind=word>{text}</span> }.into_any(),
                None => text.into_any(),
            }
        })
        .collect_view()
}

/// Scrolls to the first lit line, as soon as it is drawn.
fn show_lit(
    area: NodeRef<Div>,
    id: &'static str,
    lit: Signal<Vec<(u32, u32)>>,
    shown: RwSignal<Range<usize>>,
) {
    Effect::new(move |_| {
        let Some((line, _)) = lit.read().first().copied() else { return };
        if area.read().is_none() {
            return;
        }
        if !shown.read_untracked().contains(&(line as usize).saturating_sub(1)) {
            shown.set(portion_with(line as usize));
        }
        request_animation_frame(move || {
            let Some(line) = document().get_element_by_id(&format!("{id}-{line}")) else { return };
            bring_into_sight(&line);
        });
    });
}

/// The lines that are drawn to show this one.
fn portion_with(line: usize) -> Range<usize> {
    let start = if line < PORTION { 0 } else { line - BEFORE };
    start..start + PORTION
}

fn line_of(event: &MouseEvent) -> Option<u32> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest("[data-line]").ok()??.get_attribute("data-line")?.parse().ok()
}

/// Whether the click ended a selection of text, which is no choice of a line.
fn is_selecting() -> bool {
    let selection = window().get_selection().ok().flatten();
    selection.is_some_and(|selection| !selection.is_collapsed())
}

#[cfg(test)]
mod tests {
    use super::super::highlight::Kind;
    use super::*;

    #[test]
    fn an_indentation_goes_up_to_the_first_letter() {
        let ends = ["", "a b", "    a", "\tä", "   ", "  'text'"].map(indent_of);
        assert_eq!(ends, [0, 0, 5, 3, 0, 3]);
    }

    #[test]
    fn a_part_that_is_cut_keeps_its_color_on_both_sides() {
        let parts = [(Kind::Plain, 0..2), (Kind::Text, 2..8)];
        let (before, after) = split_at(&parts, 3);
        assert_eq!(before, [(Kind::Plain, 0..2), (Kind::Text, 2..3)]);
        assert_eq!(after, [(Kind::Text, 3..8)]);
    }
}
