//! Disjoint groups of numbers.

/// Disjoint groups of numbers.
pub(super) struct Groups(Vec<usize>);

impl Groups {
    /// Each number from 0 on in a group of its own.
    pub(super) fn new(count: usize) -> Groups {
        Groups((0..count).collect())
    }

    /// The number that stands for the group of another.
    pub(super) fn find(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    /// Joins two groups; the smaller number stands for both.
    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b)] = a.min(b);
    }

    /// The members of each group.
    pub(super) fn gather(mut self) -> Vec<Vec<usize>> {
        let mut gathered: Vec<Vec<usize>> = vec![Vec::new(); self.0.len()];
        for at in 0..self.0.len() {
            let root = self.find(at);
            gathered[root].push(at);
        }
        gathered.retain(|group| !group.is_empty());
        gathered
    }
}
