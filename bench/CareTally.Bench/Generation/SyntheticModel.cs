namespace CareTally.Bench.Generation;

/// <summary>The three folders of a synthetic project.</summary>
internal enum Folder
{
    Staging,
    Intermediate,
    Marts,
}

/// <summary>
/// Where a model stands in the DAG: its name, folder and parents. Its layer is 0 for staging, 1 to 3 within
/// intermediate, 4 for marts.
/// </summary>
internal sealed record ModelShape(string Name, Folder Folder, int Layer, IReadOnlyList<string> Parents)
{
    /// <summary>Every second layer is stored: views over views expand when bound, and a project that deep would measure only that.</summary>
    public bool IsTable => Folder == Folder.Marts || Layer == 2;

    /// <summary>Whether the model says itself what its folder's configuration does not.</summary>
    public bool OverridesFolder => Folder == Folder.Intermediate && IsTable;
}

/// <summary>A model with its text on both sides and its tests.</summary>
internal sealed record SyntheticModel(ModelShape Shape, string Template, string Sql, IReadOnlyList<DataTest> Tests);
