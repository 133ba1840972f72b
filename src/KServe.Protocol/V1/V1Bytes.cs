using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Reads elements of BYTES: a string, or an object whose only key <c>b64</c> holds base 64.</summary>
internal static class V1Bytes
{
    public const string Expected = "a string or an object with 'b64'";

    public static void Append(ref JsonCursor json, TensorBuffer buffer, JsonField field)
    {
        var isBase64 = json.Token == JsonTokenType.StartObject;
        if (isBase64)
        {
            if (json.Read() != JsonTokenType.PropertyName || !json.GetKey(field).SequenceEqual("b64"u8))
            {
                throw JsonErrors.At(field, "an object with the key 'b64' was expected");
            }

            json.Read();
            json.Require(JsonTokenType.String, field.Child("b64"), "a string of base 64");
        }

        var free = buffer.Reserve(sizeof(uint) + json.Value.Length);
        var content = free[sizeof(uint)..];
        var length = json.CopyText(content, field);
        if (isBase64)
        {
            if (Base64.DecodeFromUtf8InPlace(content[..length], out length) != OperationStatus.Done)
            {
                throw JsonErrors.At(field.Child("b64"), "base 64 was expected");
            }

            if (json.Read() != JsonTokenType.EndObject)
            {
                throw JsonErrors.At(field, "an object with the key 'b64' alone was expected");
            }
        }

        BinaryPrimitives.WriteUInt32LittleEndian(free, (uint)length);
        buffer.Commit(sizeof(uint) + length);
    }
}
