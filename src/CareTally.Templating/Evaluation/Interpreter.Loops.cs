using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>Loops.</summary>
internal sealed partial class Interpreter
{
    private Completion ExecuteFor(ForStatement statement)
    {
        var iterable = Evaluate(statement.Iterable);
        return RunLoop(statement, iterable, depth: 0, _frame);
    }

    private Completion RunLoop(ForStatement statement, Value iterable, int depth, Frame around)
    {
        var saved = _frame;
        _at = statement.Iterable;
        if (statement.IsRecursive) _frame = new Frame(statement.SlotCount, around, around.Macros, around.PackageName);
        var items = PythonSequences.ItemsOf(iterable);
        var (count, completion) = statement.UsesLoop || statement.IsRecursive
            ? RunWithLoopVariable(statement, iterable, items, depth, around)
            : RunPasses(statement, items);
        _frame = saved;
        return count == 0 && completion == Completion.Normal ? ExecuteElse(statement) : completion;
    }

    private Completion ExecuteElse(ForStatement statement)
    {
        if (statement.Otherwise.IsEmpty) return Completion.Normal;
        Clear(statement.OtherwiseSlots);
        return Execute(statement.Otherwise);
    }

    // Counts the passes that came to their end: where none did (a break or continue in each), Jinja runs the else too.
    private (int Count, Completion Completion) RunPasses(ForStatement statement, IEnumerable<Value> items)
    {
        var count = 0;
        foreach (var item in items)
        {
            if (!BeginPass(statement, item, default)) continue;
            var completion = Execute(statement.Body);
            if (completion == Completion.Normal) count++;
            if (completion == Completion.Break) break;
            if (completion == Completion.Return) return (count, completion);
            _at = statement.Iterable;
        }

        return (count, Completion.Normal);
    }

    private (int Count, Completion Completion) RunWithLoopVariable(
        ForStatement statement, Value iterable, IEnumerable<Value> items, int depth, Frame around)
    {
        var length = PythonSequences.LengthOf(iterable);
        if (statement.Condition is not null)
        {
            // `loop` looks ahead, which must not disturb the loop's variables: so the items are chosen before.
            var chosen = new List<Value>();
            foreach (var item in items)
            {
                if (BeginPass(statement, item, default)) chosen.Add(item);
            }

            (items, length) = (chosen, chosen.Count);
        }

        Func<Value, Value>? again = statement.IsRecursive ? value => RunAgain(statement, value, depth + 1, around) : null;
        using var loop = new LoopValue(items, length, depth, again);
        var count = 0;
        while (loop.MoveNext())
        {
            BeginPass(statement, loop.Current, Value.Of(loop), isChosen: true);
            var completion = Execute(statement.Body);
            if (completion == Completion.Normal) count++;
            if (completion == Completion.Break) break;
            if (completion == Completion.Return) return (count, completion);
            _at = statement.Iterable;
        }

        return (count, Completion.Normal);
    }

    // Sets the variables of a pass; false where the condition skips it.
    private bool BeginPass(ForStatement statement, Value item, Value loop, bool isChosen = false)
    {
        _meter.Step();
        Clear(statement.Slots);
        if (!loop.IsNone) _frame.Slots[statement.Slots.Start] = loop;
        if (statement.Target is NameExpression name) _frame.Slots[name.Slot!.Index] = item;
        else Assign(statement.Target, item);
        return isChosen || statement.Condition is null || Evaluate(statement.Condition).IsTruthy;
    }

    private Value RunAgain(ForStatement statement, Value iterable, int depth, Frame around)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (depth > _meter.Limits.MaxDepth) throw _meter.TooDeep();
        var saved = (_frame, _output, _at, _direct);
        using var buffer = OutputBuffer.Plain(_meter);
        (_output, _direct) = (buffer, default);
        var completion = RunLoop(statement, iterable, depth, around);
        (_frame, _output, _at, _direct) = saved;
        return completion == Completion.Return ? throw new ReturnException(_returned) : buffer.ToString();
    }
}
