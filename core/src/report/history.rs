//! The revision graph as text that other tools draw.

use crate::history::History;

/// A Mermaid flowchart: parents above, dependencies dashed.
pub fn history_mermaid(history: &History, revisions: &[usize]) -> String {
    let mut out = "flowchart TD\n".to_owned();
    for &revision in revisions {
        let text = label(history, revision).replace('"', "#quot;");
        out += &format!("    r{revision}[\"{text}\"]\n");
    }
    for (from, to, line) in edges(history, revisions) {
        let arrow = if line == Line::Parent { "-->" } else { "-.->" };
        out += &format!("    r{from} {arrow} r{to}\n");
    }
    out
}

/// A digraph for Graphviz.
pub fn history_dot(history: &History, revisions: &[usize]) -> String {
    let mut out = "digraph history {\n    node [shape=box];\n".to_owned();
    for &revision in revisions {
        let text = label(history, revision).replace('\\', "\\\\").replace('"', "\\\"");
        out += &format!("    r{revision} [label=\"{text}\"];\n");
    }
    for (from, to, line) in edges(history, revisions) {
        let style = if line == Line::Parent { "" } else { " [style=dashed]" };
        out += &format!("    r{from} -> r{to}{style};\n");
    }
    out + "}\n"
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Parent,
    Dependency,
}

fn label(history: &History, revision: usize) -> String {
    let message = history.revision(revision).map_or("", |it| &it.message);
    let text = format!("{} {message}", history.id(revision));
    text.trim_end().to_owned()
}

/// From what comes first to what comes later, among the revisions shown.
fn edges(history: &History, revisions: &[usize]) -> Vec<(usize, usize, Line)> {
    let mut edges = Vec::new();
    for &revision in revisions {
        let parents = history.parents(revision).into_iter().map(|it| (it, Line::Parent));
        let needs = history.dependencies(revision).into_iter().map(|it| (it, Line::Dependency));
        let all = parents.chain(needs).filter(|(it, _)| revisions.contains(it));
        edges.extend(all.map(|(from, line)| (from, revision, line)));
    }
    edges
}
