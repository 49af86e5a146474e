//! The page: asks the core, in a worker, and shows what it answers.

pub mod answers;
pub mod app;
pub mod ask;
pub mod demos;
pub mod diagram;
pub mod effects;
pub mod files;
pub mod kept;
pub mod keys;
pub mod place;
pub mod prefs;
pub mod queue;
pub mod range;
pub mod screen;
pub mod session;
pub mod ui;
pub mod words;
pub mod worker;
