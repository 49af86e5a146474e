//! Splits a graph into groups that people would name: schemas, name prefixes, communities.
//!
//! Several schemas are told apart first. Inside one, tables that refer to each other and tables
//! that share the first word of their names are drawn together (see [`super::community`]).

use std::collections::BTreeMap;

use super::Graph;
use super::community::{self, Link};
use crate::layout::dense::{Dense, list, push};

/// A schema of no more tables than this is one group.
const SMALL: usize = 14;

/// Fewer tables than this make no group of their own.
const FEWEST: usize = 3;

/// How strongly a shared first word binds, next to a reference, which is 1.
const PREFIX_BOND: f64 = 0.6;

/// What the group is called of tables that are in no schema of a name, beside others.
const DEFAULT_SCHEMA: &str = "default schema";

/// What stands together, and under which name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) nodes: Vec<usize>,
}

/// The groups of `graph`, of which `edges` are the lines that are drawn. Every node is in one.
pub(super) fn parts(graph: &Graph, edges: &[(usize, usize)]) -> Vec<Part> {
    let mut by_schema: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for (node, it) in graph.nodes.iter().enumerate() {
        by_schema.entry(it.schema.as_deref()).or_default().push(node);
    }
    let words = Words::new(graph);
    let several = by_schema.len() > 1;
    let mut res = Vec::new();
    for (schema, nodes) in by_schema {
        let label = several.then(|| schema.unwrap_or(DEFAULT_SCHEMA));
        res.extend(split(graph, edges, &words, nodes, label));
    }
    res
}

/// Splits the tables of one schema.
fn split(
    graph: &Graph,
    edges: &[(usize, usize)],
    words: &Words,
    nodes: Vec<usize>,
    schema: Option<&str>,
) -> Vec<Part> {
    let inside = Inside::new(graph, edges, &nodes);
    if nodes.len() <= SMALL {
        let name = schema.map_or_else(|| inside.name(graph, words, &nodes), str::to_owned);
        return vec![Part { name, nodes }];
    }
    let of = community::communities(nodes.len(), &inside.links(words));
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (local, community) in of.into_iter().enumerate() {
        members.entry(community).or_default().push(nodes.at(local));
    }
    let mut res: Vec<Part> = Vec::new();
    let mut rest = Vec::new();
    for nodes in members.into_values() {
        if nodes.len() < FEWEST {
            rest.extend(nodes);
        } else {
            res.push(Part { name: inside.name(graph, words, &nodes), nodes });
        }
    }
    if !rest.is_empty() {
        rest.sort_unstable();
        res.push(Part { name: "others".to_owned(), nodes: rest });
    }
    name_apart(graph, &inside, &mut res);
    // Its tables are never spelled with a schema either.
    if let Some(schema) = schema.filter(|it| *it != DEFAULT_SCHEMA) {
        for part in &mut res {
            part.name = format!("{schema} · {}", part.name);
        }
    }
    res
}

/// Two groups with one name: the later ones are called after their best connected table.
fn name_apart(graph: &Graph, inside: &Inside, parts: &mut [Part]) {
    let mut taken: Vec<String> = Vec::new();
    for part in parts {
        if taken.contains(&part.name) {
            part.name = inside.center(graph, &part.nodes);
        }
        taken.push(part.name.clone());
    }
}

/// The references inside one schema, by local number.
struct Inside {
    nodes: Vec<usize>,
    edges: Vec<(usize, usize)>,
    /// How many drawn lines each node of the graph has.
    degree: Vec<usize>,
}

impl Inside {
    fn new(graph: &Graph, edges: &[(usize, usize)], nodes: &[usize]) -> Self {
        let mut local = vec![None; graph.nodes.len()];
        for (number, node) in nodes.iter().enumerate() {
            local.put(*node, Some(number));
        }
        let mut degree = vec![0; graph.nodes.len()];
        let mut inside = Vec::new();
        for (from, to) in edges {
            degree.add(*from, 1);
            degree.add(*to, 1);
            if let (Some(from), Some(to)) = (local.at(*from), local.at(*to)) {
                inside.push((from, to));
            }
        }
        Self { nodes: nodes.to_vec(), edges: inside, degree }
    }

    /// References and shared first words, as bonds of different strength.
    fn links(&self, words: &Words) -> Vec<Link> {
        let mut res: Vec<Link> =
            self.edges.iter().map(|(a, b)| Link { a: *a, b: *b, weight: 1.0 }).collect();
        let mut by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (local, node) in self.nodes.iter().enumerate() {
            by_word.entry(words.of(*node)).or_default().push(local);
        }
        for members in by_word.into_values() {
            // A star around the first: as many bonds as members, and no hairball.
            let Some((first, others)) = members.split_first() else { continue };
            let bond = |b: &usize| Link { a: *first, b: *b, weight: PREFIX_BOND };
            res.extend(others.iter().map(bond));
        }
        res
    }

    /// The first word of most tables, as most of these write it, or the best connected table.
    fn name(&self, graph: &Graph, words: &Words, nodes: &[usize]) -> String {
        let most_of_all = most(nodes.iter().map(|it| words.of(*it)));
        let Some((word, _)) = most_of_all.filter(|(_, it)| *it >= 2 && it * 5 >= nodes.len() * 2)
        else {
            return self.center(graph, nodes);
        };
        let of_it = nodes.iter().filter(|it| words.of(**it) == word);
        most(of_it.map(|it| words.written(*it))).map_or(word, |(it, _)| it).to_owned()
    }

    fn center(&self, graph: &Graph, nodes: &[usize]) -> String {
        let key = |node: &&usize| (self.degree.at(**node), std::cmp::Reverse(**node));
        let center = nodes.iter().max_by_key(key).and_then(|it| graph.nodes.get(*it));
        center.map(|it| it.name.clone()).unwrap_or_default()
    }
}

/// What is there most often, and how often; of several the first in the order of letters.
fn most<'a>(words: impl Iterator<Item = &'a str>) -> Option<(&'a str, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(word, count)| (*count, std::cmp::Reverse(*word)))
}

/// The word of each table's name that tells its family: `order` of `order_items` and `orders`.
struct Words(Vec<Word>);

#[derive(Clone, Default)]
struct Word {
    /// As the name has it, in lower case.
    written: String,
    /// How much of it is the singular.
    singular: usize,
}

impl Words {
    /// A first word that most tables of a schema share (`app_`) tells nothing: the second counts.
    fn new(graph: &Graph) -> Self {
        let mut firsts: BTreeMap<String, usize> = BTreeMap::new();
        for node in &graph.nodes {
            *firsts.entry(Word::of(&node.name, 0).singular().to_owned()).or_default() += 1;
        }
        let common = |first: &str| {
            let count = firsts.get(first).copied().unwrap_or_default();
            count > 5 && count * 5 > graph.nodes.len() * 3
        };
        let family = |name: &str| {
            let first = Word::of(name, 0);
            let second = Word::of(name, 1);
            if common(first.singular()) && !second.written.is_empty() { second } else { first }
        };
        Self(graph.nodes.iter().map(|it| family(&it.name)).collect())
    }

    /// The word in the singular.
    fn of(&self, node: usize) -> &str {
        self.0.get(node).map(Word::singular).unwrap_or_default()
    }

    /// The word as the name has it.
    fn written(&self, node: usize) -> &str {
        self.0.get(node).map(|it| &*it.written).unwrap_or_default()
    }
}

impl Word {
    /// Word number `index` of a name in snake or camel case.
    fn of(name: &str, index: usize) -> Self {
        let bare = name.rsplit('.').next().unwrap_or(name);
        let mut words: Vec<String> = vec![String::new()];
        let mut lower_before = false;
        for letter in bare.chars() {
            let starts = letter == '_' || (letter.is_uppercase() && lower_before);
            if starts && words.last().is_some_and(|it| !it.is_empty()) {
                words.push(String::new());
            }
            lower_before = letter.is_lowercase();
            if letter != '_'
                && let Some(last) = words.last_mut()
            {
                last.extend(letter.to_lowercase());
            }
        }
        let written = words.into_iter().nth(index).unwrap_or_default();
        let singular = match written.strip_suffix('s') {
            Some(it) if it.len() > 2 && !it.ends_with(['s', 'u', 'i']) => it.len(),
            _ => written.len(),
        };
        Self { written, singular }
    }

    fn singular(&self) -> &str {
        self.written.get(..self.singular).unwrap_or_default()
    }
}

/// The connected components of `count` nodes, each in the order of its numbers, biggest first.
pub(super) fn components(count: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (a, b) in edges {
        push(&mut near, *a, *b);
        push(&mut near, *b, *a);
    }
    let mut seen = vec![false; count];
    let mut res: Vec<Vec<usize>> = Vec::new();
    for start in 0..count {
        if seen.at(start) {
            continue;
        }
        seen.put(start, true);
        let mut found = vec![start];
        let mut stack = vec![start];
        while let Some(node) = stack.pop() {
            for other in list(&near, node) {
                if !seen.at(*other) {
                    seen.put(*other, true);
                    found.push(*other);
                    stack.push(*other);
                }
            }
        }
        found.sort_unstable();
        res.push(found);
    }
    res.sort_by_key(|it| std::cmp::Reverse(it.len()));
    res
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_of_a_name_tells_its_family() {
        assert_eq!(Word::of("order_items", 0).singular(), "order");
        assert_eq!(Word::of("orders", 0).singular(), "order");
        assert_eq!(Word::of("OrderItem", 1).singular(), "item");
        assert_eq!(Word::of("audit.access_log", 0).singular(), "access");
        assert_eq!(Word::of("status", 0).singular(), "status");
        assert_eq!(Word::of("_private", 0).singular(), "private");
    }

    #[test]
    fn what_is_there_most_often_is_the_first_of_equals() {
        let words = ["orders", "order", "order", "orders", "item"];
        assert_eq!(most(words.into_iter()), Some(("order", 2)));
        assert_eq!(Word::of("logistics_claims", 0).written, "logistics");
    }

    #[test]
    fn components_are_biggest_first() {
        assert_eq!(components(4, &[(3, 1), (1, 2)]), [vec![1, 2, 3], vec![0]]);
    }
}
