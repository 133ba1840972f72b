namespace KServe.Runtime.Generative.Serving.Encoders;

/// <summary>Makes tensors of texts that hold the scores of classes.</summary>
/// <remarks>
/// V1 gets one JSON text for each prediction. V2 gets one for each dictionary that KServe's server writes, filled up
/// with empty ones where texts have different numbers of them.
/// </remarks>
internal sealed class ScoreTensors(string name, LanguageModelTask task, EncoderOutput output, ScoreShape shape)
{
    private const string Empty = "{}";

    private bool IsRounded => output == EncoderOutput.Probabilities;

    public InferTensor Create(InferRequest request, EncoderInput[] inputs, ScoreList scores)
    {
        var isV1 = request.Protocol == InferenceProtocol.V1;
        var writer = new ScoreText(isV1);
        var values = new float[inputs.Length][];
        for (var text = 0; text < values.Length; text++)
        {
            values[text] = IsRounded ? shape.ToProbabilities(scores[text]) : scores[text];
        }

        if (!isV1)
        {
            return task switch
            {
                LanguageModelTask.SequenceClassification => CreateOfTexts(request.Pool, values, writer),
                LanguageModelTask.TokenClassification => CreateOfTokens(request.Pool, values, writer),
                _ => CreateOfMasks(request.Pool, values, writer),
            };
        }

        var tensor = BytesTensor.Rent(
            request.Pool, name, [values.Length], [.. values.Select(rows => WriteWhole(writer, rows))]);
        tensor.Parameters.TryAdd("content_type", "application/json");
        return tensor;
    }

    private string WriteWhole(ScoreText writer, float[] rows)
    {
        if (task == LanguageModelTask.SequenceClassification)
        {
            return writer.Object(rows, IsRounded).Take();
        }

        writer.Open('[');
        for (var row = 0; row < rows.Length / shape.Width; row++)
        {
            writer.Separate(row);
            var values = rows.AsSpan(row * shape.Width, shape.Width);
            if (task == LanguageModelTask.TokenClassification)
            {
                writer.Object(values, IsRounded);
                continue;
            }

            writer.Open('[');
            for (var token = 0; token < values.Length; token++)
            {
                writer.Separate(token).Single(token, values[token], IsRounded);
            }

            writer.Close(']');
        }

        return writer.Close(']').Take();
    }

    private InferTensor CreateOfTexts(TensorPool pool, float[][] values, ScoreText writer) =>
        BytesTensor.Rent(
            pool, name, [values.Length], [.. values.Select(row => writer.Object(row, IsRounded).Take())]);

    private InferTensor CreateOfTokens(TensorPool pool, float[][] values, ScoreText writer)
    {
        var most = values.Max(static rows => rows.Length) / shape.Width;
        var texts = Fill(values.Length * most);
        for (var text = 0; text < values.Length; text++)
        {
            for (var row = 0; row < values[text].Length / shape.Width; row++)
            {
                var scores = values[text].AsSpan(row * shape.Width, shape.Width);
                texts[(text * most) + row] = writer.Object(scores, IsRounded).Take();
            }
        }

        return BytesTensor.Rent(pool, name, [values.Length, most], texts);
    }

    private InferTensor CreateOfMasks(TensorPool pool, float[][] values, ScoreText writer)
    {
        var most = values.Max(static rows => rows.Length);
        var texts = Fill(checked(values.Length * most));
        for (var text = 0; text < values.Length; text++)
        {
            for (var i = 0; i < values[text].Length; i++)
            {
                texts[(text * most) + i] = writer.Single(i % shape.Width, values[text][i], IsRounded).Take();
            }
        }

        return BytesTensor.Rent(pool, name, [values.Length, most / shape.Width, shape.Width], texts);
    }

    private static string[] Fill(int count)
    {
        var texts = new string[count];
        Array.Fill(texts, Empty);
        return texts;
    }
}
