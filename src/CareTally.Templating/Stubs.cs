#pragma warning disable
using System.Collections.Frozen; using System.Collections.Immutable; using System.Numerics; using CareTally.Diagnostics; using CareTally.Templating.Syntax; using CareTally.Templating.Values;
namespace CareTally.Templating.Values {
 internal static class PythonText { public static string Of(Value v) => throw new NotSupportedException(); public static string ReprOf(Value v) => throw new NotSupportedException(); }
 internal static class PythonOrder { public static bool AreEqual(Value a, Value b) => throw new NotSupportedException(); public static int HashOf(Value v) => throw new NotSupportedException(); }
 internal static class PythonNumbers { public static double ToDouble(BigInteger b) => (double)b; }
 internal static class PythonSequences { public static bool TryGetItem(ReadOnlySpan<Value> s, Value k, out Value v) => throw new NotSupportedException(); public static IEnumerable<Value> ItemsOf(Value v) => throw new NotSupportedException(); }
}
namespace CareTally.Templating.BuiltIns {
 internal delegate Value Filter(Value input, CallArguments arguments); internal delegate bool ValueTest(Value input, CallArguments arguments); internal delegate Value Method(Value self, CallArguments arguments);
 internal static class ListMethods { public static readonly FrozenDictionary<string, Method> All = FrozenDictionary<string, Method>.Empty; }
 internal static class TupleMethods { public static readonly FrozenDictionary<string, Method> All = FrozenDictionary<string, Method>.Empty; }
 internal static class DictMethods { public static readonly FrozenDictionary<string, Method> All = FrozenDictionary<string, Method>.Empty; }
 internal static class SetMethods { public static readonly FrozenDictionary<string, Method> All = FrozenDictionary<string, Method>.Empty; }
 internal static class Methods { public static bool TryBind(FrozenDictionary<string, Method> m, Value self, string name, out Value v) => throw new NotSupportedException(); }
 internal static class Filters { public static readonly FrozenDictionary<string, Filter> All = FrozenDictionary<string, Filter>.Empty; }
 internal static class Tests { public static readonly FrozenDictionary<string, ValueTest> All = FrozenDictionary<string, ValueTest>.Empty; }
}
namespace CareTally.Templating.Parsing { internal sealed class Parser(SourceText s) { public TemplateModule ParseTemplate() => throw new NotSupportedException(); public ImmutableArray<Diagnostic> Warnings => []; } }
namespace CareTally.Templating {
 internal sealed class CallStack { public IEnumerable<DiagnosticFrame> ToFrames() => []; }
 internal sealed class Interpreter(Evaluation e) { public CallStack Calls = new(); public SourceSpan CurrentSpan; public Value Call(Value c, CallArguments a) => throw new NotSupportedException(); public Value CallMacro(MacroValue m, CallArguments a)=> throw new NotSupportedException();
  public string RenderNested(TemplateModule m)=> throw new NotSupportedException(); public void Guard(Action a, SourceSpan? s){} public T Guard<T>(Func<T> a, SourceSpan? s)=>a(); public void RunBlock(MacroValue m, OutputBuffer o){} public void RunTemplate(Frame f, ImmutableArray<Statement> b, OutputBuffer o){} }
 internal sealed class OutputBuffer : IDisposable { public static OutputBuffer WithMap(Meter m)=>new(); public static OutputBuffer Native(Meter m)=>new(); public RenderedText ToRenderedText()=>new("",[]); public void Dispose(){} }
 internal static class NativeResult { public static Value Of(OutputBuffer o)=>default; }
}
