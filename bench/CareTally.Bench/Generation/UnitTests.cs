using System.Globalization;
using System.Text;

namespace CareTally.Bench.Generation;

/// <summary>A unit test for each model that has parents: one row from each of them, and the row they make.</summary>
internal static class UnitTests
{
    private const int Amount = 3;

    public static string Of(IEnumerable<ModelShape> models)
    {
        var yaml = new StringBuilder("unit_tests:\n");
        foreach (var model in models.Where(model => model.Parents.Count > 0))
        {
            yaml.Append(CultureInfo.InvariantCulture, $"  - name: one_row_of_{model.Name}\n    model: {model.Name}\n    given:\n");
            foreach (var parent in model.Parents)
                yaml.Append(CultureInfo.InvariantCulture, $"      - input: ref('{parent}')\n        rows: [{{id: 1, group_id: 2, amount: {Amount}, created_on: 2024-03-01, label: group-1}}]\n");

            // An intermediate model adds up its parents' amounts, a mart takes the first one's.
            var amount = model.Folder == Folder.Marts ? Amount : Amount * model.Parents.Count;
            yaml.Append(CultureInfo.InvariantCulture, $"    expect:\n      rows: [{{group_id: 2, amount: {amount}}}]\n");
        }

        return yaml.ToString();
    }
}
