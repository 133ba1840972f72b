using KServe.Runtime.Generative.Tokenization;

namespace KServe.Runtime.Generative.TextInputs;

/// <summary>Writes the tokens of texts into the tensors that a model takes.</summary>
internal static class TokenTensors
{
    /// <summary>Adds the tensors to a request, which owns them then.</summary>
    public static void Add(InferRequest request, TokenizerPlan plan, TokenEncoding[] encodings)
    {
        var longest = 0;
        foreach (var encoding in encodings)
        {
            longest = Math.Max(longest, encoding.Ids.Count);
        }

        var length = plan.GetLength(longest);
        var ids = Rent(request, plan, plan.Options.IdsInput, encodings.Length, length);
        var mask = plan.HasMask ? Rent(request, plan, plan.Options.MaskInput, encodings.Length, length) : null;
        var types = plan.HasTypes ? Rent(request, plan, plan.Options.TypesInput, encodings.Length, length) : null;
        for (var i = 0; i < encodings.Length; i++)
        {
            var encoding = encodings[i];
            Write(ids, plan, i, length, encoding.Ids, plan.PadId);
            if (mask is not null)
            {
                Write(mask, plan, i, length, encoding.AttentionMask, 0);
            }

            if (types is not null)
            {
                Write(types, plan, i, length, encoding.TypeIds, plan.PadType);
            }
        }
    }

    private static InferTensor Rent(InferRequest request, TokenizerPlan plan, string name, int rows, int length)
    {
        var tensor = InferTensor.Rent(request.Pool, name, plan.DataType, [rows, length]);
        request.Inputs.Add(tensor);
        return tensor;
    }

    private static void Write(
        InferTensor tensor,
        TokenizerPlan plan,
        int row,
        int length,
        IReadOnlyList<int> values,
        int fill)
    {
        var missing = length - values.Count;
        var begin = plan.FillsLeft ? missing : 0;
        if (plan.DataType == TensorDataType.INT32)
        {
            var target = tensor.AsSpan<int>().Slice(row * length, length);
            target[..begin].Fill(fill);
            Copy(values, target[begin..]);
            target[(begin + values.Count)..].Fill(fill);
            return;
        }

        var wide = tensor.AsSpan<long>().Slice(row * length, length);
        wide[..begin].Fill(fill);
        Copy(values, wide[begin..]);
        wide[(begin + values.Count)..].Fill(fill);
    }

    private static void Copy(IReadOnlyList<int> values, Span<int> target)
    {
        for (var i = 0; i < values.Count; i++)
        {
            target[i] = values[i];
        }
    }

    private static void Copy(IReadOnlyList<int> values, Span<long> target)
    {
        for (var i = 0; i < values.Count; i++)
        {
            target[i] = values[i];
        }
    }
}
