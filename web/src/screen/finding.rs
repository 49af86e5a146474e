//! A finding: what the core says of the user's files, where, and what to do about it.

use leptos::prelude::*;
use migrascope_core::api::{DiagnosticView, Way};

use super::parts::{Severity, ToLine};
use super::remedy::{Give, Remedy};

/// A finding whole, as the details show it.
#[component]
pub fn Finding(finding: DiagnosticView) -> impl IntoView {
    view! {
        <div class="finding">
            <p class="finding__head">
                <Severity word=finding.severity />
                <span class="finding__code mono">{finding.code}</span>
                {finding.place.map(|place| view! { <ToLine place /> })}
                {(finding.way == Some(Way::Downgrade))
                    .then(|| view! { <span class="chip">"rollback"</span> })}
            </p>
            <p class="finding__message">{quoted(&finding.message)}</p>
            {finding.excerpt.map(|it| view! { <code class="finding__excerpt">{it.trim().to_owned()}</code> })}
            {finding
                .help
                .map(|help| {
                    let give = finding.asks.map(|_| view! { " " <Give /> });
                    let remedy = finding.remedy.map(|remedy| view! { " " <Remedy remedy /> });
                    view! { <p class="finding__help">{quoted(&help)} {give} {remedy}</p> }
                })}
        </div>
    }
}

/// A message whose names in backticks are set as code.
pub fn quoted(message: &str) -> impl IntoView + use<> {
    message
        .split('`')
        .map(str::to_owned)
        .enumerate()
        .map(|(idx, part)| match idx % 2 {
            1 => view! { <code class="name">{part}</code> }.into_any(),
            _ => part.into_any(),
        })
        .collect_view()
}
