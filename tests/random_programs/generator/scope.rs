//! The variables that a program sees at some point, and what the borrow checker lets it do with them.

use super::syntax::Type;

/// Identifies a variable, also where its name is shadowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Id(usize);

#[derive(Debug, Clone)]
pub(crate) struct Variable {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) mutable: bool,
    /// An integer that is known to be less than this.
    pub(crate) limit: Option<usize>,
    /// It counts the iterations of a loop: only that loop may set it back.
    pub(crate) counter: bool,
    /// The variable that it borrows from.
    borrows: Option<Id>,
    /// The loops around its definition.
    loops: usize,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Unassigned,
    Live,
    /// Moved, or borrowed from something that was assigned to.
    Dead,
}

impl Variable {
    /// How many loops are around its definition.
    pub(crate) fn loops(&self) -> usize {
        self.loops
    }
}

/// Scopes, innermost last.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    scopes: Vec<Vec<Variable>>,
    /// Variables that may not be assigned to, since something holds on to them.
    frozen: Vec<Id>,
    /// Variables that may not even be read, since something has them borrowed to change them.
    hidden: Vec<Id>,
    loops: usize,
    count: usize,
}

impl Scope {
    pub(crate) fn enter(&mut self) {
        self.scopes.push(Vec::new());
    }

    pub(crate) fn leave(&mut self) {
        self.scopes.pop();
    }

    pub(crate) fn enter_loop(&mut self) {
        self.loops += 1;
    }

    pub(crate) fn leave_loop(&mut self) {
        self.loops -= 1;
    }

    pub(crate) fn loops(&self) -> usize {
        self.loops
    }

    /// Until [`thaw`](Self::thaw), `id` is not assigned to.
    pub(crate) fn freeze(&mut self, id: Id) {
        self.frozen.push(id);
    }

    pub(crate) fn thaw(&mut self) {
        self.frozen.pop();
    }

    /// Freezes all but a few; `thaw_to` what it returns ends it.
    pub(crate) fn freeze_all_but(&mut self, except: &[Id]) -> usize {
        let before = self.frozen.len();
        let ids = self.scopes.iter().flatten().map(|variable| variable.id);
        self.frozen.extend(ids.filter(|id| !except.contains(id)));
        before
    }

    pub(crate) fn thaw_to(&mut self, before: usize) {
        self.frozen.truncate(before);
    }

    /// Until [`show`](Self::show), these are not to be seen.
    pub(crate) fn hide(&mut self, ids: &[Id]) {
        self.hidden.extend(ids);
    }

    pub(crate) fn show(&mut self, ids: &[Id]) {
        // They may be hidden by something else besides.
        for id in ids {
            let last = self.hidden.iter().rposition(|hidden| hidden == id).expect("it was hidden");
            self.hidden.remove(last);
        }
    }

    /// Whether a hidden variable is called so.
    pub(crate) fn hides(&self, name: &str) -> bool {
        self.scopes.iter().flatten().any(|variable| variable.name == name && self.hidden.contains(&variable.id))
    }

    /// Those whose values a closure would move or hold on to.
    pub(crate) fn not_copied(&self) -> Vec<Id> {
        let variables = self.scopes.iter().flatten();
        variables
            .filter(|variable| !variable.ty.is_copy() || variable.borrows.is_some())
            .map(|found| found.id)
            .collect()
    }

    fn declare(&mut self, name: &str, ty: Type, mutable: bool) -> &mut Variable {
        self.count += 1;
        let variable = Variable {
            id: Id(self.count),
            name: name.to_string(),
            ty,
            mutable,
            limit: None,
            counter: false,
            borrows: None,
            loops: self.loops,
            state: State::Live,
        };
        let scope = self.scopes.last_mut().expect("a scope is open");
        scope.push(variable);
        scope.last_mut().expect("just pushed")
    }

    pub(crate) fn add(&mut self, name: &str, ty: Type, mutable: bool) -> Id {
        self.declare(name, ty, mutable).id
    }

    /// An integer below `limit`, if that is known.
    pub(crate) fn add_index(&mut self, name: &str, mutable: bool, limit: Option<usize>) -> Id {
        let variable = self.declare(name, Type::Int, mutable);
        variable.limit = limit;
        variable.id
    }

    pub(crate) fn add_counter(&mut self, name: &str) {
        let variable = self.declare(name, Type::Int, true);
        variable.counter = true;
    }

    /// A name for something that `root` owns.
    pub(crate) fn add_borrow(&mut self, name: &str, ty: Type, root: Id) {
        let owner = self.owner(root);
        self.declare(name, ty, false).borrows = Some(owner);
    }

    /// A name without a value.
    pub(crate) fn add_unassigned(&mut self, name: &str, ty: Type) -> Id {
        let variable = self.declare(name, ty, false);
        variable.state = State::Unassigned;
        variable.id
    }

    pub(crate) fn becomes_live(&mut self, id: Id) {
        if let Some(variable) = self.variables_mut().find(|variable| variable.id == id) {
            variable.state = State::Live;
        }
    }

    fn variables_mut(&mut self) -> impl Iterator<Item = &mut Variable> {
        self.scopes.iter_mut().flatten()
    }

    fn owner(&self, id: Id) -> Id {
        let variable = self.scopes.iter().flatten().find(|variable| variable.id == id);
        variable.and_then(|variable| variable.borrows).unwrap_or(id)
    }

    /// The variables that can be read: not shadowed, assigned, neither moved nor outlived.
    pub(crate) fn readable(&self) -> Vec<&Variable> {
        let mut seen: Vec<&str> = Vec::new();
        let mut readable = Vec::new();
        for variable in self.scopes.iter().rev().flat_map(|scope| scope.iter().rev()) {
            if seen.contains(&variable.name.as_str()) {
                continue;
            }
            seen.push(&variable.name);
            if variable.state == State::Live && !self.hidden.contains(&variable.id) {
                readable.push(variable);
            }
        }
        readable
    }

    /// Those that can be assigned to.
    pub(crate) fn assignable(&self) -> Vec<&Variable> {
        let mut assignable = self.readable();
        assignable.retain(|variable| {
            let borrowed_from_outside = self.scopes.iter().flatten().any(|other| {
                other.borrows == Some(variable.id) && other.state == State::Live && other.loops != self.loops
            });
            variable.mutable && !self.frozen.contains(&variable.id) && !borrowed_from_outside
        });
        assignable
    }

    /// Those that can be assigned to while all that borrows from them stays valid.
    pub(crate) fn unborrowed(&self) -> Vec<&Variable> {
        let mut assignable = self.assignable();
        assignable.retain(|variable| {
            !self.scopes.iter().flatten().any(|other| other.borrows == Some(variable.id) && other.state == State::Live)
        });
        assignable
    }

    /// What is assigned to is no longer borrowed.
    pub(crate) fn assigned(&mut self, id: Id) {
        for variable in self.variables_mut().filter(|variable| variable.borrows == Some(id)) {
            variable.state = State::Dead;
        }
    }

    /// Those that can be given away by value.
    pub(crate) fn movable(&self) -> Vec<&Variable> {
        let mut movable = self.readable();
        movable.retain(|variable| {
            let borrowed = self.scopes.iter().flatten().any(|other| other.borrows == Some(variable.id));
            variable.loops == self.loops && !self.frozen.contains(&variable.id) && !borrowed
        });
        movable
    }

    pub(crate) fn moved(&mut self, id: Id) {
        if let Some(variable) = self.variables_mut().find(|variable| variable.id == id) {
            variable.state = State::Dead;
        }
    }

    pub(crate) fn is_visible(&self, name: &str) -> bool {
        self.scopes.iter().flatten().any(|variable| variable.name == name)
    }
}
