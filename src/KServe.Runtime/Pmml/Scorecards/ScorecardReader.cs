using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Expressions;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Predicates;

namespace KServe.Runtime.Pmml.Scorecards;

/// <summary>Reads scorecards.</summary>
internal static class ScorecardReader
{
    public static ModelEvaluator Read(ModelContext context)
    {
        var element = context.Element;
        var useReasons = element.GetFlag("useReasonCodes", otherwise: true);
        var isPointsBelow = element.Get("reasonCodeAlgorithm") switch
        {
            null or "pointsBelow" => true,
            "pointsAbove" => false,
            _ => throw element.Unknown("reasonCodeAlgorithm"),
        };
        var characteristics = element.RequireChild("Characteristics").All("Characteristic")
            .Select(characteristic => ReadCharacteristic(characteristic, context, useReasons))
            .ToArray();
        return characteristics.Length > 0
            ? new Scorecard(context, element.GetNumber("initialScore", 0), isPointsBelow, characteristics)
            : throw element.Error("has no <Characteristic>");
    }

    private static ScorecardAttribute[] ReadCharacteristic(PmmlElement element, ModelContext context, bool useReasons)
    {
        ScorecardAttribute[] attributes =
        [
            .. element.All("Attribute").Select(attribute => ReadAttribute(attribute, element, context, useReasons)),
        ];
        return attributes.Length > 0 ? attributes : throw element.Error("has no <Attribute>");
    }

    private static ScorecardAttribute ReadAttribute(
        PmmlElement element,
        PmmlElement characteristic,
        ModelContext context,
        bool useReasons)
    {
        Expression? expression = null;
        if (element.Find("ComplexPartialScore") is { } complex)
        {
            expression = context.Expressions.ReadOnly(complex, context.Scope);
        }

        return new ScorecardAttribute(
            PredicateReader.ReadOnly(element, context.Scope),
            expression is null ? element.RequireNumber("partialScore") : 0,
            expression,
            useReasons ? element.Get("reasonCode") ?? characteristic.Require("reasonCode") : null,
            useReasons ? ReadBaseline(element, characteristic, context.Element) : 0);
    }

    private static double ReadBaseline(PmmlElement attribute, PmmlElement characteristic, PmmlElement model) =>
        attribute.GetNumber("baselineScore")
            ?? characteristic.GetNumber("baselineScore")
            ?? model.RequireNumber("baselineScore");
}
