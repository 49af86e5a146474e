//! Runs the corpus, holds the whole against what must always be so, and looks after our own files.

mod baseline;
mod case;
mod contrast;
mod corpus;
mod demos;
mod mutate;
mod nesting;
mod privileges;
mod python;
mod script;
mod tidy;
