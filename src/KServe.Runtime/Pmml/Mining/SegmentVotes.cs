using System.Buffers;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Predicates;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Mining;

/// <summary>Joins the results of segments: votes, averages, medians, sums.</summary>
internal sealed class SegmentVotes
{
    private readonly MiningModel _model;
    private readonly Segment[] _segments;
    private readonly SegmentOptions _options;
    private readonly int[][] _categories;

    public SegmentVotes(MiningModel model, Segment[] segments, SegmentOptions options)
    {
        _model = model;
        _segments = segments;
        _options = options;
        _categories = Array.ConvertAll(
            segments,
            segment => Array.ConvertAll(segment.Model.Categories, model.FindCategory));
    }

    public void Compute(PmmlRow row, ModelResult result)
    {
        var indexes = ArrayPool<int>.Shared.Rent(_segments.Length);
        var weights = ArrayPool<double>.Shared.Rent(_segments.Length);
        try
        {
            if (Collect(row, indexes, weights, out var count, out var missing))
            {
                var used = indexes.AsSpan(0, count);
                if (_model.Function == MiningFunction.Regression)
                {
                    JoinNumbers(row, used, weights.AsSpan(0, count), result);
                }
                else if (IsVote)
                {
                    JoinVotes(row, used, weights.AsSpan(0, count), missing, result);
                }
                else
                {
                    JoinProbabilities(row, used, weights.AsSpan(0, count), result);
                }
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(indexes);
            ArrayPool<double>.Shared.Return(weights);
        }
    }

    private bool IsWeighted => _options.Method is MultipleModelMethod.WeightedAverage
        or MultipleModelMethod.WeightedMajorityVote or MultipleModelMethod.WeightedMedian
        or MultipleModelMethod.WeightedSum;

    private bool IsVote =>
        _options.Method is MultipleModelMethod.MajorityVote or MultipleModelMethod.WeightedMajorityVote;

    /// <summary>Evaluates the segments that the row is for.</summary>
    /// <returns><see langword="false"/> when there is no result, because too many of them have none.</returns>
    private bool Collect(PmmlRow row, int[] indexes, double[] weights, out int count, out double missing)
    {
        count = 0;
        missing = 0;
        double total = 0;
        double missingShare = 0;
        for (var i = 0; i < _segments.Length; i++)
        {
            var segment = _segments[i];
            if (segment.Predicate.Evaluate(row) != Truth.True)
            {
                continue;
            }

            var isPredicted = !segment.Model.Evaluate(row).Predicted.IsMissing;
            var weight = segment.GetWeight(row);
            total += weight;
            if (isPredicted && !(IsWeighted && double.IsNaN(weight)))
            {
                indexes[count] = i;
                weights[count++] = IsWeighted ? weight : 1;
                continue;
            }

            if (_options.Treatment == MissingPredictionTreatment.ReturnMissing
                || (_options.Treatment == MissingPredictionTreatment.Continue && !IsVote))
            {
                return false;
            }

            missing += IsWeighted ? weight : 1;
            missingShare += weight;
        }

        return count > 0 && !(missingShare / total > _options.MissingThreshold);
    }

    private ModelResult Get(PmmlRow row, int index) => row.GetResult(_segments[index].Model);

    private void JoinNumbers(PmmlRow row, ReadOnlySpan<int> used, ReadOnlySpan<double> weights, ModelResult result)
    {
        var numbers = result.GetScratch(used.Length);
        for (var i = 0; i < used.Length; i++)
        {
            numbers[i] = Get(row, used[i]).Predicted.ToNumber();
        }

        var value = _options.Method switch
        {
            MultipleModelMethod.Median => Medians.Find(numbers),
            MultipleModelMethod.WeightedMedian => Medians.Find(numbers, weights),
            MultipleModelMethod.Max => Max(numbers),
            _ => Sum(numbers, weights),
        };
        if (_options.Method is MultipleModelMethod.Average or MultipleModelMethod.WeightedAverage)
        {
            value /= Total(weights);
            value = _model.IsFloat ? (float)value : value;
        }

        result.Predicted = PmmlValue.FromReal(value);
    }

    private double Sum(ReadOnlySpan<double> numbers, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            var part = weights[i] == 1 ? numbers[i] : weights[i] * numbers[i];
            sum = _model.IsFloat ? (float)sum + (float)part : sum + part;
        }

        return sum;
    }

    private static double Max(ReadOnlySpan<double> numbers)
    {
        var max = numbers[0];
        foreach (var number in numbers)
        {
            max = Math.Max(max, number);
        }

        return max;
    }

    private static double Total(ReadOnlySpan<double> weights)
    {
        double total = 0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        return total;
    }

    private void JoinVotes(
        PmmlRow row,
        ReadOnlySpan<int> used,
        ReadOnlySpan<double> weights,
        double missing,
        ModelResult result)
    {
        var scores = result.BeginScores();
        for (var i = 0; i < used.Length; i++)
        {
            if (_model.FindCategory(Get(row, used[i]).Predicted) is >= 0 and var category)
            {
                scores[category] += weights[i];
            }
        }

        // The missing result wins when it has the most votes, unless segments without a prediction are left out.
        if (_options.Treatment == MissingPredictionTreatment.Continue && missing > Max(scores))
        {
            result.HasScores = false;
            return;
        }

        var total = Total(scores);
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] /= total;
        }

        result.PredictHighest();
        result.EntityId = _model.Function == MiningFunction.Clustering ? result.Predicted.Text : null;
    }

    private void JoinProbabilities(
        PmmlRow row,
        ReadOnlySpan<int> used,
        ReadOnlySpan<double> weights,
        ModelResult result)
    {
        var scores = result.BeginScores();
        if (_options.Method is MultipleModelMethod.Max or MultipleModelMethod.Median)
        {
            JoinChosen(row, used, result);
        }
        else
        {
            for (var i = 0; i < used.Length; i++)
            {
                AddScores(row, used[i], weights[i], scores);
            }

            // A sum of probabilities has no meaning of its own: it becomes one of shares, as an average is.
            var total = _options.Method is MultipleModelMethod.Sum or MultipleModelMethod.WeightedSum
                ? Total(scores)
                : Total(weights);
            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] /= total;
            }
        }

        result.PredictHighest();
    }

    private void AddScores(PmmlRow row, int index, double weight, double[] scores)
    {
        var inner = Get(row, index);
        var map = _categories[index];
        for (var i = 0; i < map.Length; i++)
        {
            if (map[i] >= 0 && inner.HasScores)
            {
                scores[map[i]] += weight * inner.Scores[i];
            }
        }
    }

    /// <summary>
    /// Averages the probabilities of those segments that give the winning category its highest, or its median,
    /// probability.
    /// </summary>
    private void JoinChosen(PmmlRow row, ReadOnlySpan<int> used, ModelResult result)
    {
        var numbers = result.GetScratch(used.Length);
        var best = double.NegativeInfinity;
        double low = 0;
        double high = 0;
        var winner = -1;
        for (var category = 0; category < _model.Categories.Length; category++)
        {
            Fill(row, used, category, numbers);
            numbers.Sort();
            var middle = numbers.Length / 2;
            var (from, to) = _options.Method == MultipleModelMethod.Max
                ? (numbers[^1], numbers[^1])
                : (numbers[numbers.Length % 2 == 0 ? middle - 1 : middle], numbers[middle]);
            if ((from + to) / 2 > best)
            {
                (best, low, high, winner) = ((from + to) / 2, from, to, category);
            }
        }

        Fill(row, used, winner, numbers);
        var count = 0;
        for (var i = 0; i < used.Length; i++)
        {
            if (numbers[i] == low || numbers[i] == high)
            {
                count++;
                AddScores(row, used[i], 1, result.Scores);
            }
        }

        for (var i = 0; i < result.Scores.Length; i++)
        {
            result.Scores[i] /= count;
        }
    }

    private void Fill(PmmlRow row, ReadOnlySpan<int> used, int category, Span<double> numbers)
    {
        for (var i = 0; i < used.Length; i++)
        {
            var at = Array.IndexOf(_categories[used[i]], category);
            var inner = Get(row, used[i]);
            numbers[i] = at >= 0 && inner.HasScores ? inner.Scores[at] : 0;
        }
    }
}
