using System.Buffers.Binary;
using Microsoft.ML.OnnxRuntime;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Copies byte strings between the protocol's layout and the library's strings.</summary>
internal static class StringTensors
{
    /// <summary>Creates a native tensor with the elements of a BYTES tensor.</summary>
    public static OrtValue ToNative(InferTensor tensor, long[] shape)
    {
        var value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);
        try
        {
            var index = 0;
            foreach (var element in tensor.EnumerateBytes())
            {
                if (!element.IsEmpty)
                {
                    value.StringTensorSetElementAt(element, index);
                }

                index++;
            }

            return value;
        }
        catch
        {
            value.Dispose();
            throw;
        }
    }

    /// <summary>Creates a BYTES tensor in rented memory with the elements of a native tensor.</summary>
    /// <exception cref="InferenceException">All elements together are larger than a tensor can be.</exception>
    public static InferTensor FromNative(OrtValue value, string name, TensorShape shape, TensorPool pool)
    {
        var count = checked((int)shape.GetElementCount());
        long length = (long)count * sizeof(uint);
        for (var i = 0; i < count; i++)
        {
            length += value.GetStringElementAsSpan(i).Length;
        }

        if (length > int.MaxValue)
        {
            throw InferenceException.InvalidArgument($"output '{name}' is larger than a tensor can be");
        }

        var owner = pool.Rent((int)length);
        var rest = owner.Memory.Span;
        for (var i = 0; i < count; i++)
        {
            var element = value.GetStringElementAsSpan(i);
            BinaryPrimitives.WriteUInt32LittleEndian(rest, (uint)element.Length);
            element.CopyTo(rest[sizeof(uint)..]);
            rest = rest[(sizeof(uint) + element.Length)..];
        }

        return InferTensor.FromMemory(name, TensorDataType.BYTES, shape, owner.Memory, owner);
    }
}
