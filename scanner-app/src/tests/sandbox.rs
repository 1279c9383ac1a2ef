//! The app with all that it does in the background, without a window: what is pressed, what comes back, what then stands on
//! the screen.

use std::time::Duration;

use futures::stream::{BoxStream, SelectAll, StreamExt};
use iced::Task;
use iced_test::{
    Simulator,
    runtime::{Action, task::into_stream},
};
use tokio::{
    runtime::Runtime,
    time::{Instant, timeout_at},
};

use crate::app::{App, Message};

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// All of the screen, as far down as it goes.
fn whole(app: &App) -> Simulator<'_, Message> {
    Simulator::with_size(iced::Settings::default(), (760.0, 4_000.0), app.view())
}

/// An app at work.
pub struct Sandbox {
    /// The app.
    pub app: App,
    work: SelectAll<BoxStream<'static, Action<Message>>>,
    runtime: Runtime,
}

impl Sandbox {
    /// An app as it starts, with what it begins with.
    pub fn new((app, task): (App, Task<Message>)) -> Self {
        let mut sandbox = Self { app, work: SelectAll::new(), runtime: Runtime::new().unwrap() };
        sandbox.begin(task);
        sandbox
    }

    fn begin(&mut self, task: Task<Message>) {
        self.work.extend(into_stream(task));
    }

    /// Gives the app a message, and begins what follows from it.
    pub fn send(&mut self, message: Message) {
        // Some work is given to the runtime at once.
        let _inside = self.runtime.handle().clone();
        let _inside = _inside.enter();
        let task = self.app.update(message);
        self.begin(task);
    }

    /// Presses what bears a text.
    pub fn press(&mut self, text: &str) {
        let mut ui = whole(&self.app);
        ui.click(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let messages: Vec<Message> = ui.into_messages().collect();
        assert!(!messages.is_empty(), "{text}: nothing happens");
        messages.into_iter().for_each(|message| self.send(message));
    }

    /// Whether a text stands on the screen.
    pub fn shows(&self, text: &str) -> bool {
        whole(&self.app).find(text).is_ok()
    }

    /// Goes on until the app is as told.
    pub fn until(&mut self, what: &str, is: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is(self) {
            match self.runtime.block_on(async { timeout_at(deadline, self.work.next()).await }) {
                Ok(Some(Action::Output(message))) => self.send(message),
                // What is done to widgets and windows needs one.
                Ok(Some(_)) => {}
                Ok(None) => panic!("nothing is going on, and it never happened: {what}"),
                Err(_) => panic!("it never happened: {what}"),
            }
        }
    }

    /// Goes on until a text stands on the screen.
    pub fn until_shown(&mut self, text: &str) {
        self.until(text, |sandbox| sandbox.shows(text));
    }
}
