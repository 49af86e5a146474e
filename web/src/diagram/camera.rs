//! Where the reader looks at the picture from: pure, and outside of everything reactive.

use migrascope_core::layout::geometry::{Point, Rect, Size};

/// The smallest and the largest zoom.
const LEAST: f64 = 0.02;
const MOST: f64 = 3.0;

/// What a fitted picture keeps free around itself, in pixels of the screen.
const MARGIN: f64 = 32.0;

/// A view of the picture: which of its points is in the window's corner, and how large it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    pub corner: Point,
    pub zoom: f64,
}

impl Default for Camera {
    fn default() -> Self {
        Self { corner: Point::default(), zoom: 1.0 }
    }
}

impl Camera {
    /// The view that shows all of `rect`, and no larger than `most`.
    pub fn fitting(rect: Rect, window: Size, most: f64) -> Self {
        let across = (window.width - 2.0 * MARGIN) / rect.width.max(1.0);
        let down = (window.height - 2.0 * MARGIN) / rect.height.max(1.0);
        let zoom = across.min(down).clamp(LEAST, most);
        Self::centered(rect.center(), zoom, window)
    }

    pub fn centered(point: Point, zoom: f64, window: Size) -> Self {
        let corner =
            Point::new(point.x - window.width / zoom / 2.0, point.y - window.height / zoom / 2.0);
        Self { corner, zoom }
    }

    /// The point of the picture under a point of the window.
    pub fn under(&self, at: Point) -> Point {
        Point::new(self.corner.x + at.x / self.zoom, self.corner.y + at.y / self.zoom)
    }

    /// The part of the picture that the window shows.
    pub fn view(&self, window: Size) -> Rect {
        let (width, height) = (window.width / self.zoom, window.height / self.zoom);
        Rect::new(self.corner.x, self.corner.y, width, height)
    }

    /// Moves the picture with the hand, by pixels of the screen.
    #[must_use]
    pub fn dragged(&self, by: Point) -> Self {
        let corner = Point::new(self.corner.x - by.x / self.zoom, self.corner.y - by.y / self.zoom);
        Self { corner, ..*self }
    }

    /// Enlarges the picture, and keeps what is under `at` where it is.
    #[must_use]
    pub fn zoomed(&self, factor: f64, at: Point) -> Self {
        let under = self.under(at);
        let zoom = (self.zoom * factor).clamp(LEAST, MOST);
        let corner = Point::new(under.x - at.x / zoom, under.y - at.y / zoom);
        Self { corner, zoom }
    }

    /// The view a part of the way to another one: `done` from 0 to 1.
    #[must_use]
    pub fn towards(&self, end: &Self, done: f64, window: Size) -> Self {
        // The zoom grows by equal factors, so the way there feels even.
        let zoom = self.zoom * (end.zoom / self.zoom).powf(done);
        let (a, b) = (self.view(window).center(), end.view(window).center());
        let center = Point::new(a.x + (b.x - a.x) * done, a.y + (b.y - a.y) * done);
        Self::centered(center, zoom, window)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Size = Size::new(800.0, 600.0);

    #[test]
    fn a_zoom_keeps_the_point_under_the_hand() {
        let camera = Camera { corner: Point::new(40.0, -10.0), zoom: 0.5 };
        let at = Point::new(320.0, 200.0);
        let nearer = camera.zoomed(1.5, at);
        assert!((camera.under(at).x - nearer.under(at).x).abs() < 1e-9);
        assert!((camera.under(at).y - nearer.under(at).y).abs() < 1e-9);
        assert_eq!(camera.zoomed(1e9, at).zoom, MOST);
    }

    #[test]
    fn a_fitted_picture_is_in_the_middle_and_not_too_large() {
        let rect = Rect::new(100.0, 100.0, 200.0, 100.0);
        let camera = Camera::fitting(rect, WINDOW, 1.0);
        assert_eq!(camera.zoom, 1.0);
        assert_eq!(camera.view(WINDOW).center(), rect.center());
        assert!(Camera::fitting(Rect::new(0.0, 0.0, 8000.0, 10.0), WINDOW, 1.0).zoom < 0.1);
    }

    #[test]
    fn a_way_ends_where_it_should() {
        let (a, b) = (Camera::default(), Camera { corner: Point::new(500.0, 9.0), zoom: 0.25 });
        let end = a.towards(&b, 1.0, WINDOW);
        assert!((end.corner.x - b.corner.x).abs() < 1e-9 && (end.zoom - b.zoom).abs() < 1e-9);
    }
}
