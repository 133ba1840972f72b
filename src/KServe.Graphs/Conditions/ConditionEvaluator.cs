using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace KServe.Graphs;

/// <summary>Follows a path through a document.</summary>
internal static class ConditionEvaluator
{
    public static ConditionValue Get(ConditionValue value, ConditionStep[] steps, ref ConditionBudget budget)
    {
        foreach (var step in steps)
        {
            value = Get(value, step, ref budget);
            if (!value.Exists)
            {
                break;
            }
        }

        return value;
    }

    private static ConditionValue Get(ConditionValue value, ConditionStep step, ref ConditionBudget budget)
    {
        budget.Spend(1);
        return (step.Kind, value.Kind) switch
        {
            (ConditionStepKind.Select, _) => Select(value, step, ref budget),
            (ConditionStepKind.Key, JsonValueKind.Object) => FindKey(value.Element, step.Name, ref budget),
            (ConditionStepKind.Key, JsonValueKind.Array) => GetIndex(value, step.Index, ref budget),
            (ConditionStepKind.Wildcard, JsonValueKind.Object) =>
                FindPattern(value.Element, step.Pattern!, ref budget),
            (ConditionStepKind.Length, JsonValueKind.Array) => new ConditionValue((double)value.Count),
            (ConditionStepKind.Map, JsonValueKind.Array) => Map(value, step, ref budget),
            (ConditionStepKind.First, JsonValueKind.Array) => First(value, step.Test!, ref budget),
            (ConditionStepKind.All, JsonValueKind.Array) => All(value, step, ref budget),

            // In an object '#' is a key like any other.
            (ConditionStepKind.Length, JsonValueKind.Object) => FindKey(value.Element, "#"u8, ref budget),
            (ConditionStepKind.Map, JsonValueKind.Object) =>
                Get(FindKey(value.Element, "#"u8, ref budget), step.Rest, ref budget),
            _ => default,
        };
    }

    private static ConditionValue Select(ConditionValue value, ConditionStep step, ref ConditionBudget budget)
    {
        List<ConditionValue> found = [];
        foreach (var choice in step.Choices)
        {
            Add(found, Get(value, choice, ref budget));
        }

        return new ConditionValue(found);
    }

    private static ConditionValue FindKey(JsonElement element, ReadOnlySpan<byte> name, ref ConditionBudget budget)
    {
        foreach (var property in element.EnumerateObject())
        {
            budget.Spend(1);
            if (property.NameEquals(name))
            {
                return new ConditionValue(property.Value);
            }
        }

        return default;
    }

    private static ConditionValue FindPattern(JsonElement element, GlobPattern pattern, ref ConditionBudget budget)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (pattern.IsMatch(GetName(property), ref budget))
            {
                return new ConditionValue(property.Value);
            }
        }

        return default;
    }

    private static ConditionValue GetIndex(ConditionValue value, int index, ref ConditionBudget budget)
    {
        if ((uint)index >= (uint)value.Count)
        {
            return default;
        }

        // The document finds an element by walking there.
        budget.Spend(index);
        return value[index];
    }

    private static ConditionValue Map(ConditionValue value, ConditionStep step, ref ConditionBudget budget)
    {
        List<ConditionValue> found = [];
        foreach (var element in Enumerate(value))
        {
            budget.Spend(1);
            Add(found, Get(element, step.Rest, ref budget));
        }

        return new ConditionValue(found);
    }

    private static ConditionValue First(ConditionValue value, ConditionTest test, ref ConditionBudget budget)
    {
        foreach (var element in Enumerate(value))
        {
            if (IsMatch(element, test, ref budget))
            {
                return element;
            }
        }

        return default;
    }

    private static ConditionValue All(ConditionValue value, ConditionStep step, ref ConditionBudget budget)
    {
        List<ConditionValue> found = [];
        foreach (var element in Enumerate(value))
        {
            if (IsMatch(element, step.Test!, ref budget))
            {
                Add(found, Get(element, step.Rest, ref budget));
            }
        }

        return new ConditionValue(found);
    }

    private static IEnumerable<ConditionValue> Enumerate(ConditionValue value) =>
        value.List ?? value.Element.EnumerateArray().Select(static element => new ConditionValue(element));

    private static void Add(List<ConditionValue> list, ConditionValue value)
    {
        if (value.Exists)
        {
            list.Add(value);
        }
    }

    private static bool IsMatch(ConditionValue element, ConditionTest test, ref ConditionBudget budget)
    {
        budget.Spend(1);
        if (test.Path is not { } path)
        {
            // Of a container nothing is compared but the value of the empty key.
            return element.Kind == JsonValueKind.Object
                ? IsPassed(FindKey(element.Element, [], ref budget), test, ref budget)
                : IsPassed(element.IsContainer ? default : element, test, ref budget);
        }

        return element.IsContainer && IsPassed(Get(element, path, ref budget), test, ref budget);
    }

    private static bool IsPassed(ConditionValue value, ConditionTest test, ref ConditionBudget budget)
    {
        if (test.Tilde != ConditionTilde.None)
        {
            return test.TestBoolean(IsLike(value, test.Tilde));
        }

        if (!value.Exists || test.Comparison == ConditionOperator.Exists)
        {
            return value.Exists;
        }

        return value.Kind switch
        {
            JsonValueKind.String => test.TestText(GetText(value.Element), ref budget),
            JsonValueKind.Number => test.TestNumber(value.Number),
            JsonValueKind.True => test.TestBoolean(value: true),
            JsonValueKind.False => test.TestBoolean(value: false),
            _ => false,
        };
    }

    private static bool IsLike(ConditionValue value, ConditionTilde tilde)
    {
        var isNull = !value.Exists || value.Kind == JsonValueKind.Null;
        return tilde switch
        {
            ConditionTilde.Any => value.Exists,
            ConditionTilde.NullLike => isNull,
            ConditionTilde.TrueLike => !isNull && ReadBoolean(value) == true,
            _ => isNull || ReadBoolean(value) == false,
        };
    }

    private static bool? ReadBoolean(ConditionValue value) => value.Kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.Number != 0,
        JsonValueKind.String => ConditionTest.ReadBoolean(GetText(value.Element)),
        _ => null,
    };

    private static ReadOnlySpan<byte> GetText(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element)[1..^1];
        if (!raw.Contains((byte)'\\'))
        {
            return raw;
        }

        try
        {
            return Encoding.UTF8.GetBytes(element.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8, compare as they are written.
            return raw;
        }
    }

    private static ReadOnlySpan<byte> GetName(JsonProperty property)
    {
        try
        {
            return Encoding.UTF8.GetBytes(property.Name);
        }
        catch (InvalidOperationException)
        {
            return [];
        }
    }
}
