namespace CareTally.Adapters;
internal static class Placeholder;
