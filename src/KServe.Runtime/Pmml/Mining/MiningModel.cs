using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Predicates;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Mining;

/// <summary>A model of several models: a forest, a chain, a choice.</summary>
internal sealed class MiningModel : ModelEvaluator
{
    private readonly Segment[] _segments;
    private readonly SegmentOptions _options;
    private readonly SegmentVotes _votes;
    private Forest? _forest;

    public MiningModel(ModelContext context, Segment[] segments, SegmentOptions options, string[]? entities)
        : base(context, entities)
    {
        _segments = segments;
        _options = options;
        _votes = new SegmentVotes(this, segments, options);
        foreach (var segment in segments)
        {
            SegmentIds.TryAdd(segment.Id, segment.Model.Index);
        }
    }

    /// <summary>Gets the numbers of the models of the segments, by their ids.</summary>
    public Dictionary<string, int> SegmentIds { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<Segment> Segments => _segments;

    public SegmentOptions Options => _options;

    /// <summary>Gets the trees in the form of the tree engine, when the segments are such trees.</summary>
    public Forest? Forest => _forest;

    public override bool HasProbabilities => Function == MiningFunction.Classification
        && (_options.Method is not (MultipleModelMethod.SelectAll or MultipleModelMethod.MultiModelChain));

    /// <summary>Finds the forests of this model and of those in it that every row runs through.</summary>
    public IEnumerable<MiningModel> FindForests() => _forest is not null
        ? [this]
        : _segments.Where(static segment => ReferenceEquals(segment.Predicate, FixedPredicate.True))
            .Select(static segment => segment.Model)
            .OfType<MiningModel>()
            .SelectMany(static inner => inner.FindForests());

    /// <summary>Moves the trees into the tree engine, when every segment is a tree that it can hold.</summary>
    public void Compile() => _forest = ForestCompiler.TryCompile(this);

    /// <summary>Gives up the tree engine, so that both ways can be compared.</summary>
    public void Interpret() => _forest = null;

    protected override void Compute(PmmlRow row, ModelResult result)
    {
        if (_forest?.TryCompute(row, result) == true)
        {
            return;
        }

        switch (_options.Method)
        {
            case MultipleModelMethod.SelectFirst:
                SelectFirst(row, result);
                break;
            case MultipleModelMethod.SelectAll:
                SelectAll(row, result);
                break;
            case MultipleModelMethod.ModelChain or MultipleModelMethod.MultiModelChain:
                RunChain(row, result);
                break;
            default:
                _votes.Compute(row, result);
                break;
        }
    }

    private void SelectFirst(PmmlRow row, ModelResult result)
    {
        foreach (var segment in _segments)
        {
            if (segment.Predicate.Evaluate(row) != Truth.True)
            {
                continue;
            }

            var inner = segment.Model.Evaluate(row);
            if (inner.Predicted.IsMissing && _options.Treatment == MissingPredictionTreatment.SkipSegment)
            {
                continue;
            }

            Adopt(result, inner);
            return;
        }
    }

    /// <summary>Shows all predictions as one text, because a row has one value per output.</summary>
    private void SelectAll(PmmlRow row, ModelResult result)
    {
        var predictions = new List<string>();
        foreach (var segment in _segments)
        {
            if (segment.Predicate.Evaluate(row) == Truth.True)
            {
                predictions.Add(segment.Model.Evaluate(row).Predicted.ToString());
            }
        }

        if (predictions.Count == 1 && double.TryParse(predictions[0], out var only))
        {
            result.Predicted = PmmlValue.FromReal(only);
        }
        else if (predictions.Count > 0)
        {
            result.Predicted = PmmlValue.FromText($"[{string.Join(", ", predictions)}]");
        }
    }

    private void RunChain(PmmlRow row, ModelResult result)
    {
        ModelResult? last = null;
        foreach (var segment in _segments)
        {
            if (segment.Predicate.Evaluate(row) != Truth.True)
            {
                continue;
            }

            last = segment.Model.Evaluate(row);
            if (last.Predicted.IsMissing && _options.Treatment == MissingPredictionTreatment.ReturnMissing)
            {
                return;
            }

            if (segment.Model.Target is { } target && _options.Method == MultipleModelMethod.MultiModelChain)
            {
                result.Further[target.Name] = last.Predicted;
            }
        }

        if (last is null)
        {
            return;
        }

        if (_options.Method == MultipleModelMethod.MultiModelChain)
        {
            result.Predicted = last.Predicted;
        }
        else
        {
            Adopt(result, last);
        }
    }

    /// <summary>Takes the result of a segment for the model's own.</summary>
    private void Adopt(ModelResult result, ModelResult inner)
    {
        result.Inner = inner;
        result.Predicted = inner.Predicted;
        result.Confidence = inner.Confidence;
        result.EntityId = inner.EntityId;
        if (!inner.HasScores)
        {
            return;
        }

        var scores = result.BeginScores();
        for (var i = 0; i < inner.Scores.Length; i++)
        {
            if (FindCategory(inner.Model.Categories[i]) is >= 0 and var index)
            {
                scores[index] = inner.Scores[i];
            }
        }
    }
}
