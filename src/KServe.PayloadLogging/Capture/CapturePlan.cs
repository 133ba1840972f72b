using System.Buffers.Binary;

namespace KServe.PayloadLogging;

/// <summary>Decides how much of each tensor is taken, before anything is copied.</summary>
internal static class CapturePlan
{
    /// <summary>Describes the tensors within a number of bytes; offsets follow each other from 0.</summary>
    public static CapturedTensor[] Create(IList<InferTensor> tensors, HashSet<string> redacted, int maxBytes)
    {
        var plan = new CapturedTensor[tensors.Count];
        var offset = 0;
        for (var i = 0; i < plan.Length; i++)
        {
            plan[i] = Create(tensors[i], offset, maxBytes - offset, redacted.Contains(tensors[i].Name));
            offset += plan[i].Length;
        }

        return plan;
    }

    private static CapturedTensor Create(InferTensor tensor, int offset, int room, bool isRedacted)
    {
        var total = tensor.Shape.GetElementCount();
        var (length, count) = isRedacted ? (0, 0)
            : tensor.Data.Length <= room ? (tensor.Data.Length, total)
            : tensor.DataType == TensorDataType.BYTES ? FitBytes(tensor.Data.Span, room)
            : Fit(tensor.DataType.GetElementSize(), room);
        return new CapturedTensor(tensor.Name, tensor.DataType, tensor.Shape)
        {
            Offset = offset,
            Length = length,
            Count = count,
            IsTruncated = !isRedacted && count < total,
            IsRedacted = isRedacted,
            Missing = isRedacted ? [] : tensor.MissingElements.ToArray(),
            Parameters = tensor.HasParameters ? [.. tensor.Parameters] : [],
        };
    }

    private static (int Length, long Count) Fit(int size, int room) => (room / size * size, room / size);

    private static (int Length, long Count) FitBytes(ReadOnlySpan<byte> data, int room)
    {
        var length = 0;
        long count = 0;
        while (room - length >= sizeof(uint))
        {
            var next = sizeof(uint) + (long)BinaryPrimitives.ReadUInt32LittleEndian(data[length..]);
            if (next > room - length)
            {
                break;
            }

            length += (int)next;
            count++;
        }

        return (length, count);
    }
}
