using System.Globalization;
using System.Text;

namespace KServe.Runtime.Generative.Serving.Encoders;

/// <summary>Writes the scores of classes as KServe's server does.</summary>
/// <remarks>
/// V1 has JSON. Tensors of V2 hold texts, and there Python's own form of a dictionary: its keys are numbers, for which
/// JSON has no form, and KServe's clients read it as Python.
/// </remarks>
/// <param name="isJson">Whether JSON is written.</param>
internal sealed class ScoreText(bool isJson)
{
    private readonly StringBuilder _text = new();

    /// <summary>Writes one object with a number for each class.</summary>
    public ScoreText Object(ReadOnlySpan<float> scores, bool isRounded)
    {
        Open('{');
        for (var i = 0; i < scores.Length; i++)
        {
            Separate(i);
            Key(i);
            _text.Append(isRounded ? Number(Round(scores[i])) : Number(scores[i]));
        }

        return Close('}');
    }

    /// <summary>Writes one object with a single class, whose probability is a text.</summary>
    public ScoreText Single(int index, float score, bool isRounded)
    {
        Open('{');
        Key(index);
        if (!isRounded)
        {
            _text.Append(Number(score));
            return Close('}');
        }

        var quote = isJson ? '"' : '\'';
        _text.Append(quote).Append(Round(score).ToString("F4", CultureInfo.InvariantCulture)).Append(quote);
        return Close('}');
    }

    public ScoreText Open(char bracket)
    {
        _text.Append(bracket);
        return this;
    }

    public ScoreText Close(char bracket)
    {
        _text.Append(bracket);
        return this;
    }

    /// <summary>Writes what stands in front of an element.</summary>
    public ScoreText Separate(int index)
    {
        if (index > 0)
        {
            _text.Append(isJson ? "," : ", ");
        }

        return this;
    }

    /// <summary>Takes what was written.</summary>
    public string Take()
    {
        var text = _text.ToString();
        _text.Clear();
        return text;
    }

    // The product is exact: 24 bits and 10.
    private static double Round(float probability) =>
        Math.Round(probability * 10_000.0, MidpointRounding.ToEven) / 10_000.0;

    private void Key(int index)
    {
        if (isJson)
        {
            _text.Append('"').Append(index).Append("\":");
        }
        else
        {
            _text.Append(index).Append(": ");
        }
    }

    private string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            return isJson ? "null" : value.ToString(CultureInfo.InvariantCulture).ToLowerInvariant();
        }

        var text = value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        return text.AsSpan().ContainsAny('.', 'e') ? text : text + ".0";
    }
}
