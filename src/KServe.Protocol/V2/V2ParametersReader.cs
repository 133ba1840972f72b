using System.Globalization;
using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Reads objects of parameters, whose values are texts, numbers or Booleans.</summary>
internal static class V2ParametersReader
{
    /// <param name="json">At the object.</param>
    /// <param name="parameters">Takes the parameters.</param>
    /// <param name="total">The parameters of the request so far, over which the limit holds.</param>
    /// <param name="field">For errors.</param>
    public static void Read(ref JsonCursor json, InferParameters parameters, ref int total, JsonField field)
    {
        InferParameters? target = parameters;
        Read(ref json, ref target, apart: null, out _, ref total, field);
    }

    /// <param name="json">At the object.</param>
    /// <param name="parameters">Takes the parameters, made for the first of them.</param>
    /// <param name="apart">The name of a parameter that is handed out by itself; null for none.</param>
    /// <param name="value">The value of the parameter apart; null when it is not there.</param>
    /// <param name="total">The parameters of the request so far, over which the limit holds.</param>
    /// <param name="field">For errors.</param>
    public static void Read(
        ref JsonCursor json,
        ref InferParameters? parameters,
        string? apart,
        out InferParameter? value,
        ref int total,
        JsonField field)
    {
        value = null;
        json.OpenObject(field, "an object");
        while (json.ReadFreeKey(field, out var key))
        {
            if (++total > json.Limits.MaxParameters)
            {
                throw JsonErrors.At(field, $"more than {json.Limits.MaxParameters} parameters in one request");
            }

            var name = V2Names.GetString(key);
            json.Read();
            if (json.IsResponse
                && json.Token is JsonTokenType.Null or JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                // What other servers add for themselves has no form here and is no reason to refuse their answer.
                json.Skip(field);
                continue;
            }

            var read = ReadValue(ref json, field, name);
            if (apart is not null && string.Equals(name, apart, StringComparison.Ordinal))
            {
                value = read;
            }
            else
            {
                (parameters ??= new InferParameters())[name] = read;
            }
        }
    }

    private static InferParameter ReadValue(ref JsonCursor json, JsonField field, string name)
    {
        switch (json.Token)
        {
            case JsonTokenType.True:
                return new InferParameter(true);
            case JsonTokenType.False:
                return new InferParameter(false);
            case JsonTokenType.String:
                return new InferParameter(json.GetText(field.Child(name), json.Limits.MaxParameterLength));
            case JsonTokenType.Number when json.TryGetInt64(out var signed):
                return new InferParameter(signed);
            case JsonTokenType.Number when ulong.TryParse(
                json.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var unsigned):
                return new InferParameter(unsigned);
            case JsonTokenType.Number when JsonNumber.TryParse(json.Value, out double number):
                return new InferParameter(number);
            case JsonTokenType.Number:
                throw JsonErrors.At(field.Child(JsonErrors.Quote(name)), "the number is out of the range of a double");
            default:
                throw JsonErrors.Expected(
                    field.Child(JsonErrors.Quote(name)), "a string, a number or a Boolean", json.Token);
        }
    }
}
