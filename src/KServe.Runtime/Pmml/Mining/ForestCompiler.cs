using KServe.Kernels.Trees;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Predicates;
using KServe.Runtime.Pmml.Trees;

namespace KServe.Runtime.Pmml.Mining;

/// <summary>
/// Turns the trees of a mining model into a <see cref="TreeEnsemble"/>, where that gives the same results.
/// </summary>
internal sealed class ForestCompiler
{
    private readonly MiningModel _model;
    private readonly Dictionary<int, int> _features = [];
    private readonly HashSet<int> _needsValue = [];
    private readonly int _outputs;

    private ForestCompiler(MiningModel model)
    {
        _model = model;
        _outputs = model.Function == MiningFunction.Regression ? 1 : model.Categories.Length;
    }

    /// <summary>Compiles the segments of a model.</summary>
    /// <returns><see langword="null"/> when one of them is not a tree that the engine can hold.</returns>
    public static Forest? TryCompile(MiningModel model)
    {
        var isRegression = model.Function == MiningFunction.Regression;
        var method = model.Options.Method;
        var isVote = method is MultipleModelMethod.MajorityVote or MultipleModelMethod.WeightedMajorityVote;
        var isJoined = isRegression
            ? method is MultipleModelMethod.Sum or MultipleModelMethod.WeightedSum
                or MultipleModelMethod.Average or MultipleModelMethod.WeightedAverage
            : model.Function == MiningFunction.Classification
                && (isVote || method is MultipleModelMethod.Average or MultipleModelMethod.WeightedAverage);
        if (!isJoined || model.Segments.Any(segment => !IsPlain(segment, model)))
        {
            return null;
        }

        return new ForestCompiler(model).Compile(isVote);
    }

    private static bool IsPlain(Segment segment, MiningModel model) =>
        ReferenceEquals(segment.Predicate, FixedPredicate.True)
        && segment.WeightSlot < 0
        && segment.Model is TreeModel { HasAssignments: false, TargetTransform: null } tree
        && tree.Function == model.Function
        && ReferenceEquals(tree.Root.Predicate, FixedPredicate.True)
        && (model.Function != MiningFunction.Regression || tree.IsFloat == model.IsFloat);

    private Forest? Compile(bool isVote)
    {
        var isWeighted = _model.Options.Method is MultipleModelMethod.WeightedSum or MultipleModelMethod.WeightedAverage
            or MultipleModelMethod.WeightedMajorityVote;
        var trees = new List<Tree>(_model.Segments.Count);
        double divisor = 0;
        foreach (var segment in _model.Segments)
        {
            var weight = isWeighted ? segment.Weight : 1;
            divisor += weight;
            var source = (TreeModel)segment.Model;
            var builder = new ForestTreeBuilder(_model, source, weight, isVote, _features, _needsValue);
            if (builder.TryBuild(_outputs) is not { } tree)
            {
                return null;
            }

            trees.Add(tree);
        }

        if (_features.Count == 0 || (_model.IsFloat && !HasFloatFields()) || !(divisor > 0))
        {
            return null;
        }

        var isSingle = _model is { IsFloat: true, Function: MiningFunction.Regression };
        var ensemble = TreeEnsemble.Create(
            _features.Count,
            _outputs,
            trees,
            new double[_outputs],
            isSingle ? TreePrecision.Single : TreePrecision.Double,
            new TreeTotals(
                trees.Count, trees.Sum(static tree => (long)tree.Nodes.Length),
                trees.Sum(static tree => (long)tree.LeafValues.Length)));
        var slots = _features.Keys.ToArray();
        var isSum = _model.Options.Method is MultipleModelMethod.Sum or MultipleModelMethod.WeightedSum;
        return new Forest(ensemble, slots, Array.ConvertAll(slots, _needsValue.Contains), isSum ? 1 : divisor, isVote);
    }

    /// <summary>Tells whether single precision loses nothing of the features.</summary>
    private bool HasFloatFields() => _model.Segments.All(segment => AreFloat(((TreeModel)segment.Model).Root));

    private static bool AreFloat(PmmlTreeNode node) => node.Children.All(static child =>
        (child.Predicate is not SimplePredicate simple || simple.Field.Type.DataType == Values.PmmlDataType.Float)
        && AreFloat(child));
}
