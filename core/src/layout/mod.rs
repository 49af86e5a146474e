//! A graph's places on a plane: pure geometry, which knows neither revisions nor tables.
//!
//! [`er`] gives boxes their seats and lines their ways, [`lanes`] draws a history as a good git
//! client does, [`measure`] says how wide a text is, [`display`] turns a picture into primitives
//! that every painter understands, and [`svg`] is the painter that makes a file.

pub mod geometry;
pub mod measure;

pub mod card;
pub mod er;
pub mod lanes;
pub mod scene;

pub mod display;
pub mod svg;

mod dense;
