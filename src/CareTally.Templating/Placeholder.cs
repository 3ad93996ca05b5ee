namespace CareTally.Templating;
internal static class Placeholder;
