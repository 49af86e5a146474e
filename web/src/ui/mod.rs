//! Parts of the page that know nothing of migrations.

pub mod code;
pub mod dialog;
pub mod highlight;
pub mod icon;
pub mod panes;
pub mod portion;
pub mod rows;
pub mod window;
