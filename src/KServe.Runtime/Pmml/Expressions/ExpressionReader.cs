using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Functions;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Expressions;

/// <summary>
/// Reads expressions and the functions that a document defines; bounds depth and work of an evaluation.
/// </summary>
internal sealed class ExpressionReader(SlotTable slots)
{
    /// <summary>The deepest that an evaluation may go, through functions and derived fields.</summary>
    private const int MaxDepth = 400;

    /// <summary>The most expressions that the calls of functions may unfold to.</summary>
    private const int MaxExpressions = 100_000;

    private readonly Dictionary<string, PmmlElement> _functions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private int _count;
    private int _level;

    /// <summary>Takes the functions of a transformation dictionary.</summary>
    public void Define(PmmlElement element)
    {
        if (!_functions.TryAdd(element.Require("name"), element))
        {
            throw element.Error($"defines '{PmmlElement.Shorten(element.Require("name"))}' a second time");
        }
    }

    /// <summary>Reads every defined function once, so that a broken one is found although nothing calls it.</summary>
    public void Verify()
    {
        foreach (var (name, element) in _functions)
        {
            var before = slots.Count;
            _open.Add(name);
            var scope = new FieldScope(parent: null);
            ReadParameters(element, scope);
            ReadOnly(element, scope);
            _open.Remove(name);
            slots.Truncate(before);
        }
    }

    /// <summary>Reads a derived field.</summary>
    public PmmlField ReadDerivedField(PmmlElement element, FieldScope scope)
    {
        var expression = ReadOnly(element, scope);
        var opType = DataField.ReadOpType(element);
        var type = PmmlType.Read(element)
            ?? expression.Type
            ?? (opType == PmmlOpType.Continuous ? PmmlType.Double : PmmlType.Text);
        List<PmmlValue> values = [.. element.All("Value").Select(value => type.Parse(value, value.Require("value")))];
        return new PmmlField
        {
            Name = element.Get("name") ?? "",
            Slot = slots.Add(new DerivedSource(type, expression)),
            Type = type,
            OpType = opType ?? (type.IsNumeric ? PmmlOpType.Continuous : PmmlOpType.Categorical),
            Values = values,
            Depth = expression.Depth + 1,
        };
    }

    /// <summary>Reads the one expression among the children of an element.</summary>
    public Expression ReadOnly(PmmlElement parent, FieldScope scope)
    {
        foreach (var child in parent.Children)
        {
            if (child.Name is not ("Value" or "ParameterField"))
            {
                return Read(child, scope);
            }
        }

        throw parent.Error("has no expression");
    }

    public Expression Read(PmmlElement element, FieldScope scope)
    {
        if (_open.Count > 0 && ++_count > MaxExpressions)
        {
            throw element.Error($"makes the calls of functions unfold to more than {MaxExpressions} expressions");
        }

        if (++_level > MaxDepth)
        {
            throw element.Error($"lies more than {MaxDepth} expressions deep");
        }

        var expression = ReadCore(element, scope);
        _level--;
        return expression.Depth <= MaxDepth
            ? expression
            : throw element.Error($"needs an evaluation of more than {MaxDepth} levels");
    }

    private Expression ReadCore(PmmlElement element, FieldScope scope) => element.Name switch
    {
        "Constant" => ConstantExpression.Read(element),
        "FieldRef" => ReadFieldReference(element, scope),
        "NormContinuous" => new NormContinuousExpression(element, scope.Require(element)),
        "NormDiscrete" => new NormDiscreteExpression(element, scope.Require(element)),
        "Discretize" => new DiscretizeExpression(element, scope.Require(element)),
        "MapValues" => new MapValuesExpression(element, scope),
        "TextIndex" => new TextIndexExpression(
            element, scope.Require(element, "textField"), ReadOnly(WithoutNormalization(element), scope)),
        "Apply" => ReadApply(element, scope),
        "Aggregate" or "Lag" => throw element.Error("needs values of other rows, which is not supported"),
        _ => throw element.Error("is no expression that is known"),
    };

    private static FieldExpression ReadFieldReference(PmmlElement element, FieldScope scope)
    {
        var field = scope.Require(element);
        return new FieldExpression(
            field,
            element.Get("mapMissingTo") is { } text ? field.Type.Parse(element, text) : PmmlValue.Missing);
    }

    private static PmmlElement WithoutNormalization(PmmlElement element)
    {
        var rest = new PmmlElement(element.Name, element.Line, []);
        foreach (var child in element.Children.Where(static child => child.Name != "TextIndexNormalization"))
        {
            rest.Add(child);
        }

        return rest;
    }

    private Expression ReadApply(PmmlElement element, FieldScope scope)
    {
        var name = element.Require("function");
        Expression[] arguments = [.. element.Children.Select(child => Read(child, scope))];
        var mapMissingTo = element.Get("mapMissingTo") is { } missing ? ConstantExpression.Infer(missing) : default;
        var otherwise = element.Get("defaultValue") is { } other ? ConstantExpression.Infer(other) : default;
        if (_functions.TryGetValue(name, out var defined))
        {
            return ReadCall(element, defined, arguments, mapMissingTo, otherwise);
        }

        if (name == "if" && arguments.Length is 2 or 3)
        {
            return new IfExpression(
                arguments[0], arguments[1], arguments.ElementAtOrDefault(2), mapMissingTo, otherwise);
        }

        var function = FindFunction(element, name, arguments);
        if (arguments.Length < function.MinArguments || arguments.Length > function.MaxArguments)
        {
            throw element.Error($"gives {arguments.Length} arguments to the function '{name}'");
        }

        return new ApplyExpression(function, arguments, mapMissingTo, otherwise);
    }

    private static BuiltInFunction FindFunction(PmmlElement element, string name, Expression[] arguments)
    {
        if (BuiltInFunctions.Find(name) is { } function)
        {
            return function;
        }

        if (name is not ("matches" or "replace"))
        {
            throw element.Error($"applies the unknown function '{PmmlElement.Shorten(name)}'");
        }

        return arguments.ElementAtOrDefault(1) is ConstantExpression pattern
            ? TextFunctions.FindPattern(name, pattern.Value)!
            : throw element.Error($"gives no constant pattern to the function '{name}'");
    }

    private CallExpression ReadCall(
        PmmlElement element,
        PmmlElement defined,
        Expression[] arguments,
        PmmlValue mapMissingTo,
        PmmlValue otherwise)
    {
        var name = defined.Require("name");
        if (!_open.Add(name))
        {
            throw element.Error($"lets the function '{PmmlElement.Shorten(name)}' call itself");
        }

        var scope = new FieldScope(parent: null);
        var parameters = ReadParameters(defined, scope, arguments);
        if (arguments.Length != parameters.Length)
        {
            throw element.Error(
                $"gives '{PmmlElement.Shorten(name)}' {arguments.Length} arguments, {parameters.Length} were expected");
        }

        PmmlType?[] types = [.. defined.All("ParameterField").Select(PmmlType.Read)];
        var body = ReadOnly(defined, scope);
        _open.Remove(name);
        return new CallExpression(
            arguments, parameters, types, body, PmmlType.Read(defined), mapMissingTo, otherwise);
    }

    private PmmlField[] ReadParameters(PmmlElement function, FieldScope scope, Expression[]? arguments = null)
    {
        var parameters = new List<PmmlField>();
        foreach (var element in function.All("ParameterField"))
        {
            var type = PmmlType.Read(element)
                ?? arguments?.ElementAtOrDefault(parameters.Count)?.Type
                ?? PmmlType.Text;
            var field = new PmmlField
            {
                Name = element.Require("name"),
                Slot = slots.Add(AssignedSource.Instance),
                Type = type,
                OpType = DataField.ReadOpType(element) ?? PmmlOpType.Categorical,
            };
            scope.Add(field);
            parameters.Add(field);
        }

        return [.. parameters];
    }
}
