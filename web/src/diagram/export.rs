//! The whole picture as a file, in the colors of the page: an SVG whose text is text, or a PNG.

use leptos::prelude::*;
use leptos::task::spawn_local;
use migrascope_core::layout::display;
use migrascope_core::layout::geometry::Rect;
use migrascope_core::layout::svg::{self, Theme};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement};

use super::light::Lights;
use super::paint::{self, Frame};
use super::stage::Stage;
use crate::files;

/// The room around a painted picture, in its own measure.
const MARGIN: f64 = 48.0;

/// How large a PNG is: pixels of it in one of the picture, along a side, and in all. Browsers
/// refuse larger canvases.
const DENSITY: f64 = 2.0;
const LONGEST: f64 = 12_000.0;
const MOST_PIXELS: f64 = 64e6;

/// What a file is called, and what stands in it as its title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    pub name: String,
    pub title: String,
}

/// The ways to save the picture, and the schema that it shows.
#[component]
pub fn Export(
    stage: Stage,
    paper: Signal<Paper>,
    complain: Callback<String>,
    save_sql: Callback<()>,
) -> impl IntoView {
    let refused = move || complain.run("the browser would not save the diagram".to_owned());
    let save_svg = move |_| {
        let Paper { name, title } = paper.get_untracked();
        let name = files::file_name(&format!("{name}.svg"));
        if files::save(&name, &svg(stage, &title), "image/svg+xml").is_err() {
            refused();
        }
    };
    let save_png = move |_| {
        let name = files::file_name(&format!("{}.png", paper.read_untracked().name));
        spawn_local(async move {
            let saved = match png(stage).await {
                Ok(blob) => files::save_blob(&name, &blob),
                Err(error) => Err(error),
            };
            if saved.is_err() {
                refused();
            }
        });
    };
    view! {
        <span class="diagram__export" role="group" aria-label="Save the schema">
            <span aria-hidden="true">"Save"</span>
            <button type="button" aria-label="Save as SVG" title="Save the whole diagram as SVG" on:click=save_svg>"SVG"</button>
            <button type="button" aria-label="Save as PNG" title="Save the whole diagram as PNG" on:click=save_png>"PNG"</button>
            <button type="button" aria-label="Save as SQL" title="Save the schema as SQL for an empty database" on:click=move |_| save_sql.run(())>"SQL"</button>
        </span>
    }
}

fn svg(stage: Stage, title: &str) -> String {
    let theme =
        stage.with_picture(|_, inks| if inks.are_dark() { Theme::Dark } else { Theme::Light });
    let diagram = stage.diagram.read_untracked();
    stage.with_picture(|list, _| svg::write(&diagram, list, title, theme))
}

async fn png(stage: Stage) -> Result<Blob, JsValue> {
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    stage.with_picture(|list, inks| {
        let view = list.bounds.grown(MARGIN);
        let zoom = density(view);
        canvas.set_width((view.width * zoom).ceil() as u32);
        canvas.set_height((view.height * zoom).ceil() as u32);
        let context = canvas.get_context("2d")?.ok_or("no canvas")?;
        let context: CanvasRenderingContext2d = context.unchecked_into();
        let lights = &Lights::default();
        let (density, detail) = (1.0, display::detail(zoom));
        paint::paint(
            &context,
            &Frame { list, lights, inks, view, zoom, density, detail, elsewhere: &[] },
        );
        Ok::<(), JsValue>(())
    })?;
    let blob = JsFuture::from(files::promise(|done, _| canvas.to_blob(done))).await?;
    blob.dyn_into().map_err(|_| "the picture is too large".into())
}

/// How many pixels of the file one of the picture gets.
fn density(view: Rect) -> f64 {
    let side = LONGEST / view.width.max(view.height).max(1.0);
    let area = (MOST_PIXELS / (view.width * view.height).max(1.0)).sqrt();
    DENSITY.min(side).min(area)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_picture_stays_within_what_a_browser_paints() {
        assert_eq!(density(Rect::new(0.0, 0.0, 1_000.0, 800.0)), DENSITY);
        for view in [Rect::new(0.0, 0.0, 90_000.0, 900.0), Rect::new(0.0, 0.0, 30_000.0, 30_000.0)]
        {
            let zoom = density(view);
            assert!(view.width * zoom <= LONGEST + 1.0);
            assert!(view.width * view.height * zoom * zoom <= MOST_PIXELS * 1.001);
        }
    }
}
