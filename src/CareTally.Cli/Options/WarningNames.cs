using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using CareTally.Adapters.DuckDb;
using CareTally.Core.Manifests;
using CareTally.Diagnostics;
using CareTally.Docs;
using CareTally.Templating;

namespace CareTally.Cli.Options;

/// <summary>The names that warnings are given on the command line and in project files: codes, and dbt's names of events.</summary>
internal static class WarningNames
{
    private const BindingFlags Anything = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    // dbt's names of events that both know.
    private static readonly FrozenDictionary<string, string> Codes = new Dictionary<string, string>
    {
        ["*"] = WarningPolicy.All,
        ["LogTestResult"] = "TLY7402",
        ["NoNodesForSelectionCriteria"] = "TLY4003",
        ["JinjaLogWarning"] = "TLY2060",
        ["UnusedResourceConfigPath"] = "TLY2028",
    }.ToFrozenDictionary();

    // What else dbt warns of: accepted, and nothing here.
    private static readonly FrozenSet<string> OnlyOfDbt = new[]
    {
        "AdapterDeprecationWarning", "AdapterEventWarning", "ArgumentsPropertyInGenericTestDeprecation", "CheckNodeTestFailure", "CollectFreshnessReturnSignature",
        "ConfigDataPathDeprecation", "ConfigLogPathDeprecation", "ConfigSourcePathDeprecation", "ConfigTargetPathDeprecation", "ConstraintNotEnforced", "ConstraintNotSupported",
        "CustomKeyInConfigDeprecation", "CustomKeyInObjectDeprecation", "CustomOutputPathInSourceFreshnessDeprecation", "CustomTopLevelKeyDeprecation", "DeprecatedModel",
        "DeprecatedReference", "Deprecations", "DeprecationsSummary", "DepsFoundDuplicatePackage", "DepsScrubbedPackageName", "DepsUnpinned", "DuplicateNameDistinctNodeTypesDeprecation",
        "DuplicateYAMLKeysDeprecation", "EnvironmentVariableNamespaceDeprecation", "EnvironmentVariableRenamed", "ExposureNameDeprecation", "FreshnessConfigProblem",
        "GenerateSchemaNameNullValueDeprecation", "GenericJSONSchemaValidationDeprecation", "GenericSemanticLayerDeprecation", "GetMetaKeyWarning", "InternalDeprecation",
        "InvalidConcurrentBatchesConfig", "InvalidDisabledTargetInTestNode", "InvalidMacroAnnotation", "InvalidValueForField", "MacroNotFoundForPatch", "MetricAttributesRenamed",
        "MFCumulativeTypeParamsDeprecation", "MFTimespineWithoutYamlConfigurationDeprecation", "MicrobatchMacroOutsideOfBatchesDeprecation", "MicrobatchModelNoEventTimeInputs",
        "MissingArgumentsPropertyInGenericTestDeprecation", "MissingPlusPrefixDeprecation", "ModelParamUsageDeprecation", "ModulesItertoolsUsageDeprecation", "NodeNotFoundOrDisabled",
        "NoNodeForYamlKey", "NoNodesSelected", "NothingToDo", "PackageInstallPathDeprecation", "PackageMaterializationOverrideDeprecation", "PackageNodeDependsOnRootProjectNode",
        "PackageRedirectDeprecation", "ProjectFlagsMovedDeprecation", "PropertyMovedToConfigDeprecation", "ResourceNamesWithSpacesDeprecation", "RunResultWarning",
        "RunResultWarningMessage", "SeedExceedsLimitAndPathChanged", "SeedExceedsLimitChecksumChanged", "SeedExceedsLimitSamePath", "SeedIncreased",
        "SelectExcludeIgnoredWithSelectorWarning", "SemanticValidationFailure", "SnapshotTimestampWarning", "SourceFreshnessProjectHooksNotRun", "SourceOverrideDeprecation",
        "SpacesInResourceNameDeprecation", "TestsConfigDeprecation", "TimeDimensionsRequireGranularityDeprecation", "TypeCodeNotFound", "UnexpectedJinjaBlockDeprecation",
        "UnpinnedRefNewVersionAvailable", "UnsupportedConstraintMaterialization", "UnusedTables", "UnversionedBreakingChange", "UpcomingReferenceDeprecation", "ValidationWarning",
        "WarnStateTargetEqual", "WEOIncludeExcludeDeprecation", "WrongResourceSchemaFile",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly Lazy<FrozenSet<string>> Known = new(() => Kinds().Select(kind => kind.Code).Concat(Codes.Keys).Concat(OnlyOfDbt).Append(WarningPolicy.All).ToFrozenSet(StringComparer.Ordinal));

    /// <summary>Every name there is.</summary>
    public static FrozenSet<string> All => Known.Value;

    /// <summary>The code of a name, where it is one of dbt's that both know; otherwise the name.</summary>
    public static string CodeOf(string name) => Codes.GetValueOrDefault(name, name);

    /// <summary>Every kind of complaint that the program knows.</summary>
    public static ImmutableArray<DiagnosticKind> Kinds() =>
    [
        .. new[] { typeof(WarningNames), typeof(SiteWriter), typeof(DuckDbWarehouse), typeof(Manifest), typeof(Template) }
            .SelectMany(type => type.Assembly.GetTypes())
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(Anything))
            .Where(field => field.FieldType == typeof(DiagnosticKind))
            .Select(field => (DiagnosticKind)field.GetValue(null)!),
    ];
}
