using System.Globalization;
using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Predicates;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Trees;

/// <summary>Reads decision trees.</summary>
internal sealed class TreeModelReader
{
    private readonly ModelContext _context;
    private int _count;

    private TreeModelReader(ModelContext context) => _context = context;

    public static ModelEvaluator Read(ModelContext context)
    {
        var element = context.Element;
        var options = new TreeOptions(
            ReadStrategy(element),
            element.Get("noTrueChildStrategy") switch
            {
                null or "returnNullPrediction" => false,
                "returnLastPrediction" => true,
                _ => throw element.Unknown("noTrueChildStrategy"),
            },
            element.GetNumber("missingValuePenalty", 1));
        var root = new TreeModelReader(context).ReadNode(element.RequireChild("Node"));
        return new TreeModel(context, root, options);
    }

    private static MissingValueStrategy ReadStrategy(PmmlElement element) => element.Get("missingValueStrategy") switch
    {
        null or "none" => MissingValueStrategy.None,
        "lastPrediction" => MissingValueStrategy.LastPrediction,
        "nullPrediction" => MissingValueStrategy.NullPrediction,
        "defaultChild" => MissingValueStrategy.DefaultChild,
        "weightedConfidence" => MissingValueStrategy.WeightedConfidence,
        "aggregateNodes" => MissingValueStrategy.AggregateNodes,
        _ => throw element.Unknown("missingValueStrategy"),
    };

    private PmmlTreeNode ReadNode(PmmlElement element)
    {
        _count++;
        var id = element.Get("id") ?? _count.ToString(CultureInfo.InvariantCulture);
        var predicate = PredicateReader.ReadOnly(element, _context.Scope);
        var children = ReadChildren(element, out var distribution);
        return new PmmlTreeNode
        {
            Id = id,
            Predicate = predicate,
            Score = ReadScore(element, children.Length == 0),
            RecordCount = element.GetNumber("recordCount", double.NaN),
            Distribution = distribution is null ? null : ReadDistribution(element),
            Children = children,
            DefaultChild = element.Get("defaultChild") is { } name ? FindDefault(element, children, name) : null,
        };
    }

    /// <summary>Reads the child nodes in one walk, because big documents are little else than nodes.</summary>
    private PmmlTreeNode[] ReadChildren(PmmlElement element, out PmmlElement? distribution)
    {
        distribution = null;
        var count = 0;
        foreach (var child in element.Children)
        {
            switch (child.Name)
            {
                case "Node":
                    count++;
                    break;
                case "ScoreDistribution":
                    distribution ??= child;
                    break;
                case "Regression" or "DecisionTree":
                    throw element.Error("holds a model of its own, which is not supported");
            }
        }

        if (count == 0)
        {
            return [];
        }

        var nodes = new PmmlTreeNode[count];
        count = 0;
        foreach (var child in element.Children)
        {
            if (child.Name == "Node")
            {
                nodes[count++] = ReadNode(child);
            }
        }

        return nodes;
    }

    private static PmmlTreeNode FindDefault(PmmlElement element, PmmlTreeNode[] children, string id) =>
        Array.Find(children, child => string.Equals(child.Id, id, StringComparison.Ordinal))
            ?? throw element.Error($"has the default child '{PmmlElement.Shorten(id)}', which it does not have");

    private PmmlValue ReadScore(PmmlElement element, bool isLeaf)
    {
        if (element.Get("score") is not { } text)
        {
            return isLeaf && _context.Function == MiningFunction.Regression
                ? throw element.Error("is a leaf without a score")
                : default;
        }

        if (_context.Function == MiningFunction.Regression)
        {
            return PmmlValue.FromReal(element.RequireNumber("score"));
        }

        return _context.CategoryAt(_context.AddCategory(text));
    }

    private ScoreDistribution? ReadDistribution(PmmlElement element)
    {
        PmmlElement[] parts = [.. element.All("ScoreDistribution")];
        if (parts.Length == 0 || _context.Function == MiningFunction.Regression)
        {
            return null;
        }

        var counts = Array.ConvertAll(parts, static part => part.GetNumber("recordCount", double.NaN));
        var given = Array.ConvertAll(parts, static part => part.GetNumber("probability", double.NaN));
        var hasProbabilities = !double.IsNaN(given[0]);
        var weights = hasProbabilities ? given : counts;
        var sum = weights.Sum();
        if (!(sum >= 0) || Array.Exists(weights, static weight => weight < 0))
        {
            throw element.Error("has a <ScoreDistribution> without a count or a probability of at least 0");
        }

        return new ScoreDistribution
        {
            Categories = Array.ConvertAll(parts, part => _context.AddCategory(part.Require("value"))),
            Counts = hasProbabilities && double.IsNaN(counts.Sum()) ? given : counts,
            Probabilities = sum == 1 ? weights : Array.ConvertAll(weights, weight => sum == 0 ? 0 : weight / sum),
            Confidences = parts[0].Get("confidence") is null
                ? null
                : Array.ConvertAll(parts, static part => part.GetNumber("confidence", 0)),
        };
    }
}
