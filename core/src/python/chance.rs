//! The order in which sets give their items. Python promises none, and that of texts differs from run
//! to run, so a host may ask what another order leads to.

use super::host::SetOrder;
use super::value::{Dict, Key, Value};
use super::vm::{Eval, Vm};

impl Vm<'_> {
    /// The items of a set in the order that the host asks for; small whole numbers come in their own
    /// in any Python.
    pub(super) fn items_of_set(&mut self, set: &Dict) -> Vec<Value> {
        if set.len() < 2 {
            return items_as_written(set);
        }
        if is_settled(set) {
            return items_by_key(set);
        }
        self.host.goes_by_set();
        let mut items = match self.host.set_order() {
            SetOrder::Written => return items_as_written(set),
            SetOrder::Forwards | SetOrder::Backwards if set.keys().any(has_no_order) => {
                items_as_written(set)
            }
            SetOrder::Forwards | SetOrder::Backwards => items_by_key(set),
        };
        if self.host.set_order() == SetOrder::Backwards {
            items.reverse();
        }
        items
    }

    /// Every item of a value, for what does not go by their order.
    pub fn iterate_in_any_order(&mut self, value: &Value) -> Eval<Vec<Value>> {
        match value {
            Value::Set(set) => {
                self.weigh(value);
                Ok(items_as_written(&set.borrow()))
            }
            other => self.iterate(other),
        }
    }
}

fn items_as_written(set: &Dict) -> Vec<Value> {
    set.iter().map(|(item, _)| item.clone()).collect()
}

fn items_by_key(set: &Dict) -> Vec<Value> {
    let mut items: Vec<(&Key, &Value)> = set.keyed().map(|(key, (item, _))| (key, item)).collect();
    items.sort_by_key(|(key, _)| *key);
    items.into_iter().map(|(_, item)| item.clone()).collect()
}

/// Whether each item has a slot of its own in the smallest table that Python has for so many, which
/// only whole numbers below its size are sure of.
fn is_settled(set: &Dict) -> bool {
    let size = if set.len() < 5 { 8 } else { (2 * set.len() + 1).next_power_of_two() };
    let has_own_slot = |key: &Key| matches!(key, Key::Number(0, number) if usize::try_from(*number).is_ok_and(|it| it < size));
    set.keys().all(has_own_slot)
}

/// Whether a key goes by where its value happens to be in memory.
fn has_no_order(key: &Key) -> bool {
    match key {
        Key::Identity(_) => true,
        Key::Tuple(keys) => keys.iter().any(has_no_order),
        _ => false,
    }
}
