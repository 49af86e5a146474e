//! Objects by name, and who mentions a name.
//!
//! Every revision has a catalog of its own, and most of it is what the one before had. A copy of
//! these maps costs nothing, a change costs the way to the object; so does asking who has an index
//! of some name or inherits from some table, which is asked at every step.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use rpds::{RedBlackTreeMapSync, RedBlackTreeSetSync};

use crate::name::Name;

/// Objects of one kind by their key. Copies share what they have in common.
#[derive(Clone, PartialEq)]
pub struct Objects<K: Key, T: Mentions> {
    by_key: RedBlackTreeMapSync<K, Arc<T>>,
    mentioned: RedBlackTreeSetSync<Mention<K>>,
}

/// What objects are kept by. The default comes before all others.
pub trait Key: Clone + Default + Ord {}

impl<K: Clone + Default + Ord> Key for K {}

/// How an object mentions a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// It has an index of this name, be it one of its own or that of a constraint.
    Index,
    /// It has a constraint of this name.
    Constraint,
    /// It is a partition of the table of this name, or inherits from it.
    Child,
    /// A foreign key of it refers to the table of this name.
    Reference,
    /// A column of it is of the type of this name.
    Type,
    /// A default of it casts to something that is called so, in small letters and without its
    /// schema.
    Cast,
    /// A default of it counts up by a sequence; the name is the expression, `nextval(…)`.
    Counter,
    /// It has policies; the name is empty.
    Policies,
    /// It is a function whose body is part of its syntax; the name is empty.
    Body,
    /// It reads rows from the table or view of this name.
    Reader,
}

/// What an object mentions.
pub trait Mentions: Clone {
    /// Tells every name that the object mentions, as a key, and how.
    fn mentions(&self, _tell: &mut dyn FnMut(Role, Name)) {}
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mention<K> {
    name: Name,
    role: Role,
    owner: K,
}

impl<K: Key, T: Mentions> Objects<K, T> {
    pub fn get(&self, key: &K) -> Option<&Arc<T>> {
        self.by_key.get(key)
    }

    pub fn contains_key(&self, key: &K) -> bool {
        self.by_key.contains_key(key)
    }

    /// In the order of the keys.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &Arc<T>)> {
        self.by_key.iter()
    }

    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.by_key.keys()
    }

    pub fn values(&self) -> impl Iterator<Item = &Arc<T>> {
        self.by_key.values()
    }

    pub fn len(&self) -> usize {
        self.by_key.size()
    }

    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    /// The keys of the objects that mention a name, which is a key itself, in this role.
    pub fn mentioning<'o>(
        &'o self,
        role: Role,
        name: &Name,
    ) -> impl Iterator<Item = &'o K> + use<'o, K, T> {
        let first = Mention { name: name.clone(), role, owner: K::default() };
        let is_same = {
            let name = name.clone();
            move |it: &&Mention<K>| it.role == role && it.name == name
        };
        self.mentioned.range(first..).take_while(is_same).map(|it| &it.owner)
    }

    /// Puts an object in, and gives the one that was under its key.
    pub fn insert(&mut self, key: K, object: impl Into<Arc<T>>) -> Option<Arc<T>> {
        let object = object.into();
        let before = self.by_key.get(&key).cloned();
        let left = before.as_deref().map(mentions_of).unwrap_or_default();
        mention_instead(&mut self.mentioned, &key, left, mentions_of(&*object));
        self.by_key.insert_mut(key, object);
        before
    }

    /// Takes an object out.
    pub fn remove(&mut self, key: &K) -> Option<Arc<T>> {
        let object = self.by_key.get(key).cloned()?;
        self.by_key.remove_mut(key);
        mention_instead(&mut self.mentioned, key, mentions_of(&*object), Vec::new());
        Some(object)
    }

    /// An object, to change it.
    pub fn get_mut(&mut self, key: &K) -> Option<Change<'_, K, T>> {
        let object = Arc::make_mut(self.by_key.get_mut(key)?);
        let before = mentions_of(object);
        Some(Change { key: key.clone(), before, object, mentioned: &mut self.mentioned })
    }

    /// Changes every object of which something is true.
    pub fn change(&mut self, is_it: impl Fn(&T) -> bool, mut change: impl FnMut(&mut T)) {
        let all = self.iter().filter(|(_, it)| is_it(it));
        let found: Vec<K> = all.map(|(key, _)| key.clone()).collect();
        self.change_these(found, &mut change);
    }

    /// Changes the objects of these keys, as far as they are there.
    pub fn change_these(
        &mut self,
        keys: impl IntoIterator<Item = K>,
        mut change: impl FnMut(&mut T),
    ) {
        for key in keys {
            self.get_mut(&key).as_deref_mut().into_iter().for_each(&mut change);
        }
    }

    /// Keeps the objects of which this is true.
    pub fn retain(&mut self, keeps: impl Fn(&K, &T) -> bool) {
        let gone: Vec<K> =
            self.iter().filter(|(key, it)| !keeps(key, it)).map(|(key, _)| key.clone()).collect();
        for key in gone {
            self.remove(&key);
        }
    }
}

/// An object that may be changed. What it mentions is noted when this goes.
pub struct Change<'c, K: Key, T: Mentions> {
    key: K,
    before: Vec<(Role, Name)>,
    object: &'c mut T,
    mentioned: &'c mut RedBlackTreeSetSync<Mention<K>>,
}

impl<K: Key, T: Mentions> Deref for Change<'_, K, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.object
    }
}

impl<K: Key, T: Mentions> DerefMut for Change<'_, K, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.object
    }
}

impl<K: Key, T: Mentions> Drop for Change<'_, K, T> {
    fn drop(&mut self) {
        let before = std::mem::take(&mut self.before);
        mention_instead(self.mentioned, &self.key, before, mentions_of(self.object));
    }
}

/// What an object mentions, each once, in order.
fn mentions_of(object: &impl Mentions) -> Vec<(Role, Name)> {
    let mut found = Vec::new();
    object.mentions(&mut |role, name| found.push((role, name)));
    found.sort_unstable();
    found.dedup();
    found
}

/// Notes what an object mentions now in place of what it did. Both are in order.
fn mention_instead<K: Key>(
    mentioned: &mut RedBlackTreeSetSync<Mention<K>>,
    owner: &K,
    before: Vec<(Role, Name)>,
    after: Vec<(Role, Name)>,
) {
    let lacks = |all: &[(Role, Name)], it: &(Role, Name)| all.binary_search(it).is_err();
    let mention = |(role, name)| Mention { name, role, owner: owner.clone() };
    let gone: Vec<_> = before.iter().filter(|it| lacks(&after, it)).cloned().collect();
    for it in gone {
        mentioned.remove_mut(&mention(it));
    }
    for it in after.into_iter().filter(|it| lacks(&before, it)) {
        mentioned.insert_mut(mention(it));
    }
}

impl<K: Key, T: Mentions> Default for Objects<K, T> {
    fn default() -> Self {
        let (by_key, mentioned) = Default::default();
        Self { by_key, mentioned }
    }
}

impl<K: Key + std::fmt::Debug, T: Mentions + std::fmt::Debug> std::fmt::Debug for Objects<K, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<'o, K: Key, T: Mentions> IntoIterator for &'o Objects<K, T> {
    type Item = (&'o K, &'o Arc<T>);
    type IntoIter = Box<dyn Iterator<Item = Self::Item> + 'o>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Thing(&'static str);

    impl Mentions for Thing {
        fn mentions(&self, tell: &mut dyn FnMut(Role, Name)) {
            self.0.split_whitespace().for_each(|it| tell(Role::Index, Name::plain(it)));
        }
    }

    fn owners(things: &Objects<u8, Thing>, name: &str) -> Vec<u8> {
        things.mentioning(Role::Index, &Name::plain(name)).copied().collect()
    }

    #[test]
    fn a_copy_keeps_what_it_has_when_another_changes() {
        let mut things = Objects::default();
        things.insert(1, Thing("a b"));
        let copy = things.clone();
        if let Some(mut thing) = things.get_mut(&1) {
            *thing = Thing("b c");
        }
        assert_eq!(copy.get(&1).map(|it| it.0), Some("a b"));
        assert_eq!((owners(&copy, "a"), owners(&copy, "c")), (vec![1], vec![]));
        assert_eq!((owners(&things, "a"), owners(&things, "c")), (vec![], vec![1]));
    }

    #[test]
    fn who_mentions_a_name_is_known_in_order_and_forgotten_when_it_goes() {
        let mut things = Objects::default();
        things.insert(2, Thing("a"));
        things.insert(1, Thing("a b"));
        assert_eq!(owners(&things, "a"), [1, 2]);
        things.change(|it| it.0 == "a", |it| *it = Thing("b"));
        assert_eq!((owners(&things, "a"), owners(&things, "b")), (vec![1], vec![1, 2]));
        things.retain(|key, _| *key == 2);
        assert_eq!((owners(&things, "a"), owners(&things, "b")), (vec![], vec![2]));
        things.remove(&2);
        assert!(things.is_empty() && owners(&things, "b").is_empty());
    }
}
