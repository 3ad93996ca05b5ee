using CareTally.Core.Selecting;
using CareTally.Diagnostics;

namespace CareTally.Tests.CoreTests.Selecting;

public sealed class SelectorFileTests
{
    [Theory]
    [InlineData("- a", "TLY4412 selectors.yml:1:1 definition of a selector: expected the key 'selectors', not a list")]
    [InlineData("selector: []", "TLY2020 selectors.yml:1:1 unknown key 'selector' in selectors.yml (did you mean 'selectors'?)")]
    [InlineData("selectors: [{name: x}]", "TLY2022 selectors.yml:1:13 a selector needs the key 'definition'")]
    [InlineData("selectors: [{definition: a}]", "TLY2022 selectors.yml:1:13 a selector needs the key 'name'")]
    [InlineData("selectors: [{name: x, definition: [a]}]", "TLY4412 selectors.yml:1:35 definition of a selector: expected a text or a mapping, not a list")]
    [InlineData("selectors: [{name: x, definition: '@a+'}]", "TLY4001 selectors.yml:1:35 selector '@a+' cannot be read: '@' already takes all descendants, so no '+' may follow")]
    [InlineData("selectors: [{name: x, definition: {tagg: a}}]", "TLY4002 selectors.yml:1:42 selector 'tagg:a' uses an unknown method 'tagg' (did you mean 'tag'?)")]
    [InlineData("selectors: [{name: x, definition: {tag: [a]}}]", "TLY4412 selectors.yml:1:41 definition of a selector: 'tag' takes one value, not a list")]
    [InlineData("selectors: [{name: x, definition: {method: tag}}]", "TLY2022 selectors.yml:1:35 a definition needs the key 'value'")]
    [InlineData("selectors: [{name: x, definition: {method: tag, value: a, childs: true}}]", "TLY2020 selectors.yml:1:59 unknown key 'childs' in a definition")]
    [InlineData("selectors: [{name: x, definition: {method: tag, value: a, children_depth: 2}}]", "TLY4412 selectors.yml:1:75 definition of a selector: 'children_depth' says how many levels, and needs 'children: true' beside it")]
    [InlineData("selectors: [{name: x, definition: {method: tag, value: a, children: true, childrens_parents: true}}]", "TLY4412 selectors.yml:1:35 definition of a selector: 'childrens_parents' already takes all children")]
    [InlineData("selectors: [{name: x, definition: {method: tag, value: a, indirect_selection: eagre}}]", "TLY2023 selectors.yml:1:79 'indirect_selection' cannot be 'eagre'; it is one of: eager, cautious, buildable, empty (did you mean 'eager'?)")]
    [InlineData("selectors: [{name: x, definition: {union: [a], intersection: [b]}}]", "TLY4412 selectors.yml:1:35 definition of a selector: 'union' or 'intersection' stands alone here, and not beside 'union', 'intersection'")]
    [InlineData("selectors: [{name: x, definition: {union: [a, {exclude: [b]}, {exclude: [c]}]}}]", "TLY4412 selectors.yml:1:63 definition of a selector: 'union' takes one 'exclude'; put everything that is to be left out into it")]
    [InlineData("selectors: [{name: x, definition: a}, {name: x, definition: b}]", "TLY4413 selectors.yml:1:46 selector 'x' is defined twice")]
    [InlineData("selectors: [{name: x, default: true, definition: a}, {name: y, default: true, definition: b}]", "TLY4414 selectors.yml:1:61 'x' and 'y' are both the default selector")]
    [InlineData("selectors: [{name: x, default: maybe, definition: a}]", "TLY2021 selectors.yml:1:32 'default' must be true or false, not 'maybe'")]
    [InlineData("selectors: [{name: x, definition: {selector: y}}]", "TLY4410 selectors.yml:1:46 there is no selector 'y' in selectors.yml (did you mean 'x'?)")]
    [InlineData("selectors: [{name: x, definition: 'selector:y'}, {name: y, definition: {union: [a, 'selector:x']}}]", "TLY4411 selectors.yml:1:20 selectors depend on each other in a circle: x -> y -> x (take one reference out)")]
    [InlineData("selectors: [{name: x, definition: 'selector:*'}]", "TLY4411 selectors.yml:1:20 selectors depend on each other in a circle: x -> x (take one reference out)")]
    [InlineData("selectors: [", "TLY2010")]
    public void What_is_wrong_is_said_at_its_place(string text, string expected)
    {
        using var sample = new SampleProject("-- file: models/a.sql\nselect 1");
        sample.Write("selectors.yml", text);
        var project = sample.Load().Project;
        var failure = Should.Throw<InvalidProjectException>(() => SelectorFile.Read(project));
        SampleProject.Line(failure.Diagnostics[0]).ShouldStartWith(expected);
    }
}
