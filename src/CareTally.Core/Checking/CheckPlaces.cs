using CareTally.Core.Warehouses;

namespace CareTally.Core.Checking;

/// <summary>Where a project is checked.</summary>
/// <param name="Warehouse">Where the columns of what is not made are looked for.</param>
/// <param name="OpenMemory">Opens an empty database in memory, with the name, the settings and the extensions of the warehouse.</param>
/// <param name="Clock">Measures.</param>
public sealed record CheckPlaces(IWarehouse Warehouse, Func<IWarehouse> OpenMemory, TimeProvider Clock)
{
    /// <summary>Told what the user may want to know of how it was done.</summary>
    public Action<string> Note { get; init; } = _ => { };
}
