using System.Globalization;
using KServe.Runtime.Files;

namespace KServe.Runtime.LightGbm;

/// <summary>Holds what the first lines of a text model say about all of its trees.</summary>
internal sealed class LightGbmHeader
{
    private const int MostFeatures = 1 << 28;

    private static readonly string[] Versions = ["v2", "v3", "v4"];

    private readonly Dictionary<string, string> _values;

    private LightGbmHeader(Dictionary<string, string> values) => _values = values;

    /// <summary>Gets the number of outputs: one, or one per class.</summary>
    public int OutputCount { get; private init; }

    public int FeatureCount { get; private init; }

    public required string[] FeatureNames { get; init; }

    /// <summary>Gets what training saw of each feature: a range, a list of categories, or none.</summary>
    public required string[] FeatureInfos { get; init; }

    /// <summary>Gets whether predictions are the mean over rounds, as those of random forests.</summary>
    public bool IsAverage => _values.ContainsKey("average_output");

    /// <summary>Gets the text of the objective; <see langword="null"/> when the model has none.</summary>
    public string? Objective => _values.GetValueOrDefault("objective");

    /// <summary>Gets the number of trees that the header declares.</summary>
    /// <value><see langword="null"/> in files from before 2.1.2, which do not tell.</value>
    public int? DeclaredTreeCount => _values.TryGetValue("tree_sizes", out var sizes)
        ? sizes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length
        : null;

    /// <summary>Reads the lines up to the first tree.</summary>
    /// <param name="lines">The file, at its first line.</param>
    /// <param name="hasTree">Whether a tree follows, whose key is consumed then.</param>
    public static LightGbmHeader Read(TextLines lines, out bool hasTree)
    {
        if (lines.ReadLine() != "tree")
        {
            throw new InvalidDataException("no LightGBM model: the first line is not 'tree'");
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        hasTree = false;
        while (!lines.IsAtEnd)
        {
            var key = lines.ReadKey(out var line);
            if (key == "Tree")
            {
                hasTree = true;
                break;
            }

            if (key is null && line == "end of trees")
            {
                break;
            }

            if (key is not "")
            {
                values[key ?? line] = key is null ? "" : lines.ReadLine();
            }
        }

        return Create(values);
    }

    private static LightGbmHeader Create(Dictionary<string, string> values)
    {
        if (values.TryGetValue("version", out var version) && !Versions.Contains(version))
        {
            throw new InvalidDataException($"version '{Show.Text(version)}' is not known, v2, v3 and v4 are");
        }

        var classes = Whole(values, "num_class") ?? throw Missing("num_class");
        var outputs = Whole(values, "num_tree_per_iteration") ?? classes;
        if (classes < 1 || outputs != classes)
        {
            throw new InvalidDataException(
                $"num_class is {classes} and num_tree_per_iteration is {outputs}, one number above 0 was expected");
        }

        var features = (Whole(values, "max_feature_idx") ?? throw Missing("max_feature_idx")) + 1L;
        var names = Words(values, "feature_names");
        var infos = Words(values, "feature_infos");
        if (features is < 1 or > MostFeatures || names.Length != features || infos.Length != features)
        {
            throw new InvalidDataException(
                $"max_feature_idx is {features - 1}, there are {names.Length} feature_names and {infos.Length} infos");
        }

        return new LightGbmHeader(values)
        {
            OutputCount = outputs,
            FeatureCount = (int)features,
            FeatureNames = names,
            FeatureInfos = infos,
        };
    }

    private static string[] Words(Dictionary<string, string> values, string name) =>
        values.TryGetValue(name, out var text)
            ? text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            : throw Missing(name);

    private static int? Whole(Dictionary<string, string> values, string name)
    {
        if (!values.TryGetValue(name, out var text))
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidDataException($"{name} is '{Show.Text(text)}', a whole number was expected");
    }

    private static InvalidDataException Missing(string name) => new($"the header has no {name}");
}
