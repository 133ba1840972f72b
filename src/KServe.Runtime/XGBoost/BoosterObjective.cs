using System.Numerics.Tensors;
using KServe.Runtime.Files;

namespace KServe.Runtime.XGBoost;

/// <summary>Knows how an objective turns margins into predictions and its base score into a margin.</summary>
internal sealed class BoosterObjective
{
    /// <summary>What XGBoost adds between two expectiles so that they stay apart.</summary>
    private const float Gap = 1e-6f;

    /// <summary>The exponent above which XGBoost's sigmoid stops, so that exp does not overflow.</summary>
    private const float LargestExponent = 88.7f;

    private static readonly Version LogitRawWithoutLink = new(1, 5);
    private static readonly Version BoundedLogit = new(3, 2);
    private static readonly Version SortedQuantiles = new(3, 5);

    private readonly BoosterTransform _transform;
    private readonly BoosterLink _link;
    private readonly bool _isBounded;

    private BoosterObjective(BoosterTransform transform, BoosterLink link, bool isBounded)
    {
        _transform = transform;
        _link = link;
        _isBounded = isBounded;
    }

    /// <summary>Gets whether a prediction is one class number instead of one number per output.</summary>
    public bool IsClassNumber => _transform == BoosterTransform.LargestClass;

    /// <summary>Gets what the objective of a file does.</summary>
    /// <param name="name">The name, like <c>reg:squarederror</c>.</param>
    /// <param name="version">The version of the library that wrote the file: some objectives changed over time.</param>
    /// <exception cref="InvalidDataException">There is no such objective.</exception>
    public static BoosterObjective Find(string name, Version version)
    {
        var (transform, link) = name switch
        {
            "reg:squarederror" or "reg:linear" or "reg:squaredlogerror" or "reg:pseudohubererror"
                or "reg:absoluteerror" or "rank:pairwise" or "rank:ndcg" or "rank:map" =>
                (BoosterTransform.None, BoosterLink.Identity),
            "reg:quantileerror" when version >= SortedQuantiles => (BoosterTransform.Sort, BoosterLink.Identity),
            "reg:quantileerror" => (BoosterTransform.None, BoosterLink.Identity),
            "reg:expectileerror" => (BoosterTransform.Expectiles, BoosterLink.Expectiles),
            "reg:logistic" or "binary:logistic" => (BoosterTransform.Sigmoid, BoosterLink.Logit),
            "binary:logitraw" when version < LogitRawWithoutLink => (BoosterTransform.None, BoosterLink.Logit),
            "binary:logitraw" => (BoosterTransform.None, BoosterLink.Identity),
            "binary:hinge" => (BoosterTransform.Hinge, BoosterLink.Identity),
            "multi:softmax" => (BoosterTransform.LargestClass, BoosterLink.Identity),
            "multi:softprob" => (BoosterTransform.Softmax, BoosterLink.Identity),
            "count:poisson" or "reg:gamma" or "reg:tweedie" or "survival:cox" or "survival:aft" =>
                (BoosterTransform.Exponential, BoosterLink.Logarithm),
            _ => throw new InvalidDataException($"unknown objective '{Show.Text(name)}'"),
        };
        return new BoosterObjective(transform, link, version >= BoundedLogit);
    }

    /// <summary>Turns base scores into margins.</summary>
    /// <exception cref="InvalidDataException">A base score is no probability where one is needed.</exception>
    public void ToMargins(Span<float> scores)
    {
        switch (_link)
        {
            case BoosterLink.Logit:
                foreach (ref var score in scores)
                {
                    score = Logit(score);
                }

                break;
            case BoosterLink.Logarithm:
                foreach (ref var score in scores)
                {
                    score = MathF.Log(score);
                }

                break;
            case BoosterLink.Expectiles:
                for (var i = scores.Length - 1; i > 0; i--)
                {
                    scores[i] = SoftPlusInverse(scores[i] - scores[i - 1] - Gap);
                }

                break;
        }
    }

    /// <summary>Turns margins into predictions.</summary>
    /// <param name="margins">One row after the other; overwritten, and all of the result but for class numbers.</param>
    /// <param name="width">The margins per row.</param>
    /// <param name="predictions">Receives one class number per row when <see cref="IsClassNumber"/>.</param>
    public void Apply(Span<float> margins, int width, Span<float> predictions)
    {
        switch (_transform)
        {
            case BoosterTransform.Sigmoid:
                foreach (ref var value in margins)
                {
                    value = 1f / (MathF.Exp(MathF.Min(-value, LargestExponent)) + 1f);
                }

                break;
            case BoosterTransform.Exponential:
                TensorPrimitives.Exp(margins, margins);
                break;
            case BoosterTransform.Hinge:
                foreach (ref var value in margins)
                {
                    value = value > 0 ? 1 : 0;
                }

                break;
            case BoosterTransform.LargestClass:
                for (var row = 0; row < predictions.Length; row++)
                {
                    predictions[row] = TensorPrimitives.IndexOfMax(margins.Slice(row * width, width));
                }

                break;
            case BoosterTransform.Softmax or BoosterTransform.Sort or BoosterTransform.Expectiles:
                for (var start = 0; start < margins.Length; start += width)
                {
                    ApplyRow(margins.Slice(start, width));
                }

                break;
        }
    }

    private void ApplyRow(Span<float> row)
    {
        switch (_transform)
        {
            case BoosterTransform.Softmax:
                var largest = TensorPrimitives.Max(row);
                var sum = 0.0;
                foreach (ref var value in row)
                {
                    value = MathF.Exp(value - largest);
                    sum += value;
                }

                TensorPrimitives.Divide(row, (float)sum, row);
                break;
            case BoosterTransform.Sort:
                row.Sort();
                break;
            default:
                for (var i = 1; i < row.Length; i++)
                {
                    row[i] = row[i - 1] + (Gap + SoftPlus(row[i]));
                }

                break;
        }
    }

    private float Logit(float score)
    {
        var isInside = _isBounded ? score is >= 0 and <= 1 : score is > 0 and < 1;
        if (!isInside)
        {
            throw new InvalidDataException($"base_score is {score}, a probability was expected");
        }

        if (_isBounded)
        {
            score = MathF.Min(MathF.Max(score, Gap), 1f - Gap);
        }

        return -MathF.Log(1f / score - 1f);
    }

    private static float SoftPlus(float x) => (float)(Math.Max(x, 0.0) + Math.Log(1 + Math.Exp(-Math.Abs((double)x))));

    private static float SoftPlusInverse(float x)
    {
        x = MathF.Max(x, Gap);
        return (float)(x + Math.Log(1 - Math.Exp(-(double)x)));
    }
}
