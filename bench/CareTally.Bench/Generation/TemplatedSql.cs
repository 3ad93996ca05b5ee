using System.Text;

namespace CareTally.Bench.Generation;

/// <summary>A model's template and the SQL it must compile to, written side by side.</summary>
internal sealed class TemplatedSql
{
    private readonly StringBuilder _template = new();
    private readonly StringBuilder _sql = new();

    public string Template => _template.ToString();

    public string Sql => _sql.ToString();

    /// <summary>Text that is the same on both sides.</summary>
    public TemplatedSql Text(string text) => Add(text, text);

    /// <summary>Template text on one side, what it renders to on the other.</summary>
    public TemplatedSql Add(string template, string sql)
    {
        _template.Append(template);
        _sql.Append(sql);
        return this;
    }

    public TemplatedSql Add(MacroCall call) => Add("{{ " + call.Template + " }}", call.Sql);

    /// <summary>A reference to another model.</summary>
    public TemplatedSql Ref(string model) => Add($"{{{{ ref('{model}') }}}}", model);
}
