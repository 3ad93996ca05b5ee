namespace CareTally.Docs;
internal static class Placeholder;
