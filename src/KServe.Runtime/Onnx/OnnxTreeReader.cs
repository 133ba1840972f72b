using KServe.Kernels.Trees;
using KServe.Runtime.Files;
using KServe.Runtime.Onnx.Graph;
using KServe.Runtime.Onnx.Scores;
using KServe.Runtime.Onnx.Trees;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Onnx;

/// <summary>Reads ONNX models that are one tree ensemble and what converters put around it.</summary>
internal static class OnnxTreeReader
{
    private const int DoubleType = 11;

    /// <summary>Gets the operators that a graph may hold.</summary>
    public static IReadOnlySet<string> Operators { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "TreeEnsembleClassifier",
        "TreeEnsembleRegressor",
        "TreeEnsemble",
        "Identity",
        "Cast",
        "Normalizer",
        "ZipMap",
    };

    /// <summary>
    /// Tells whether a file is a model that <see cref="Load"/> reads, by a look at its operators alone.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns><see langword="false"/> also for a file that is broken or no ONNX.</returns>
    public static bool IsTreeEnsemble(string path)
    {
        using var source = ByteSource.Open(path);
        try
        {
            return OnnxTreeProbe.IsTreeEnsemble(source);
        }
        catch (Exception error) when (ContentErrors.Is(error))
        {
            return false;
        }
    }

    /// <summary>Loads a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Looked at between trees.</param>
    /// <exception cref="InferenceException">The file is broken, or holds other operators: the error names
    /// one.</exception>
    public static TabularModel Load(string path, CancellationToken cancellationToken) =>
        ModelFile.Guard(path, static (path, token) => Read(File.ReadAllBytes(path), token), cancellationToken);

    /// <summary>Reads a model from its bytes.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such model; other errors of content are
    /// possible.</exception>
    internal static TabularModel Read(byte[] file, CancellationToken cancellationToken)
    {
        var flow = OnnxFlow.Trace(OnnxGraph.ReadModel(file));
        var node = flow.Ensemble;
        var forest = ReadForest(node);
        var features = CountFeatures(forest, flow.Input);
        var isSingle = flow.EnsembleType != DoubleType;
        var columns = new OnnxSetColumns(forest, features, isSingle);
        var engine = TreeEnsemble.Create(
            features + columns.Count,
            forest.TargetCount,
            OnnxForestCompiler.Describe(forest, columns, new SetBudget(file.Length), cancellationToken),
            baseValues: [],
            isSingle ? TreePrecision.Single : TreePrecision.Double);
        var aggregate = OnnxScoreReader.ReadAggregate(node);
        var labels = OnnxLabels.Read(node);
        var ensemble = new OnnxEnsemble(
            engine,
            forest.Leaves,
            aggregate,
            OnnxScoreReader.ReadFinish(node, forest, aggregate, labels),
            OnnxCoverage.Of(forest));
        return new OnnxTreeModel(flow, ensemble, columns, labels, features);
    }

    /// <summary>Reads the number of targets.</summary>
    public static int ReadTargetCount(OnnxNode node)
    {
        var count = node.Integer("n_targets", 0);
        return count is > 0 and <= int.MaxValue
            ? RequireFew(node, (int)count)
            : throw new InvalidDataException($"n_targets is {count}, at least 1 was expected");
    }

    private static OnnxForest ReadForest(OnnxNode node) => node.Operator switch
    {
        "TreeEnsembleClassifier" => OnnxForestReader.Read(node, "class", OnnxLabels.Read(node).Count),
        "TreeEnsembleRegressor" => OnnxForestReader.Read(node, "target", ReadTargetCount(node)),
        _ => OnnxForestReader5.Read(node),
    };

    /// <summary>Refuses a number of targets that the model has no leaves for.</summary>
    private static int RequireFew(OnnxNode node, int count)
    {
        var weights = Math.Max(node.Numbers("target_weights").Count, node.Numbers("leaf_weights").Count);
        return count <= Math.Max(weights, 1024)
            ? count
            : throw new InvalidDataException($"n_targets is {count}, the leaves have {weights} weights");
    }

    private static int CountFeatures(OnnxForest forest, OnnxValue input)
    {
        if (input.Rank is not (-1 or 2))
        {
            throw new InvalidDataException(
                $"input '{Show.Text(input.Name)}' has {input.Rank} dimensions, 2 were expected");
        }

        var highest = 0;
        foreach (var split in forest.Splits)
        {
            highest = Math.Max(highest, split.Feature);
        }

        return input.LastDimension switch
        {
            < 1 => highest + 1,
            var size when highest < size && size < int.MaxValue => (int)size,
            var size => throw new InvalidDataException($"a node tests feature {highest} of {size}"),
        };
    }
}
