using System.Globalization;
using System.Numerics.Tensors;
using KServe.Runtime.Files;

namespace KServe.Runtime.LightGbm;

/// <summary>Knows how an objective turns raw scores into predictions.</summary>
internal sealed class LightGbmObjective
{
    private readonly LightGbmTransform _transform;
    private readonly double _sigmoid;

    private LightGbmObjective(LightGbmTransform transform, double sigmoid)
    {
        _transform = transform;
        _sigmoid = sigmoid;
    }

    /// <summary>Reads the text of an objective, like <c>binary sigmoid:1</c>.</summary>
    /// <param name="text">The text; <see langword="null"/> for none, which leaves raw scores as they are.</param>
    /// <param name="outputCount">The number of raw scores per row.</param>
    /// <exception cref="InvalidDataException">The objective is unknown or lacks a parameter.</exception>
    public static LightGbmObjective Parse(string? text, int outputCount)
    {
        var words = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return new LightGbmObjective(LightGbmTransform.None, 1);
        }

        var transform = words[0] switch
        {
            "regression" or "regression_l2" or "mean_squared_error" or "mse" or "l2" or "l2_root"
                or "root_mean_squared_error" or "rmse" or "regression_l1" or "mean_absolute_error" or "l1" or "mae"
                or "fair" or "quantile" or "mape" or "mean_absolute_percentage_error" =>
                words.Contains("sqrt") ? LightGbmTransform.SignedSquare : LightGbmTransform.None,
            "huber" or "lambdarank" or "rank_xendcg" or "xendcg" or "xe_ndcg" or "xe_ndcg_mart" or "xendcg_mart"
                or "custom" or "none" or "null" or "na" => LightGbmTransform.None,
            "poisson" or "gamma" or "tweedie" => LightGbmTransform.Exponential,
            "binary" => LightGbmTransform.Sigmoid,
            "multiclass" or "softmax" => LightGbmTransform.Softmax,
            "multiclassova" or "multiclass_ova" or "ova" or "ovr" => LightGbmTransform.Sigmoid,
            "cross_entropy" or "xentropy" => LightGbmTransform.PlainSigmoid,
            "cross_entropy_lambda" or "xentlambda" => LightGbmTransform.LogOnePlusExponential,
            _ => throw new InvalidDataException($"unknown objective '{Show.Text(words[0])}'"),
        };
        if (words[0].StartsWith("multi", StringComparison.Ordinal) && Parameter(words, "num_class") != outputCount)
        {
            throw new InvalidDataException($"the objective '{Show.Text(text)}' is not of {outputCount} classes");
        }

        var sigmoid = transform == LightGbmTransform.Sigmoid ? Parameter(words, "sigmoid") : 1;
        return sigmoid > 0
            ? new LightGbmObjective(transform, sigmoid.Value)
            : throw new InvalidDataException($"the objective '{Show.Text(text)}' has no sigmoid above 0");
    }

    /// <summary>Turns raw scores into predictions, in place.</summary>
    /// <param name="scores">One row after the other.</param>
    /// <param name="width">The scores per row.</param>
    public void Apply(Span<double> scores, int width)
    {
        switch (_transform)
        {
            case LightGbmTransform.SignedSquare:
                foreach (ref var value in scores)
                {
                    value *= Math.Abs(value);
                }

                break;
            case LightGbmTransform.Exponential:
                foreach (ref var value in scores)
                {
                    value = Math.Exp(value);
                }

                break;
            case LightGbmTransform.Sigmoid or LightGbmTransform.PlainSigmoid:
                foreach (ref var value in scores)
                {
                    value = 1 / (1 + Math.Exp(-_sigmoid * value));
                }

                break;
            case LightGbmTransform.LogOnePlusExponential:
                foreach (ref var value in scores)
                {
                    value = LogOnePlus(Math.Exp(value));
                }

                break;
            case LightGbmTransform.Softmax:
                for (var start = 0; start < scores.Length; start += width)
                {
                    Softmax(scores.Slice(start, width));
                }

                break;
        }
    }

    /// <summary>Computes ln(1 + x) without losing a small x, after Kahan.</summary>
    private static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 || double.IsInfinity(sum) ? x : Math.Log(sum) * x / (sum - 1);
    }

    private static void Softmax(Span<double> row)
    {
        var largest = TensorPrimitives.Max(row);
        var sum = 0.0;
        foreach (ref var value in row)
        {
            value = Math.Exp(value - largest);
            sum += value;
        }

        TensorPrimitives.Divide(row, sum, row);
    }

    private static double? Parameter(string[] words, string name)
    {
        foreach (var word in words)
        {
            if (word.StartsWith(name, StringComparison.Ordinal)
                && word.Length > name.Length
                && word[name.Length] == ':'
                && double.TryParse(word.AsSpan(name.Length + 1), CultureInfo.InvariantCulture, out var value))
            {
                return value;
            }
        }

        return null;
    }
}
